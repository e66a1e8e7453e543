using System;
using System.Threading;
using Xunit;

namespace AutoDiff.Tests.Core.Errors;

// Messages, word for word: a test for each, of the same name.
public abstract class MessageTests
{
    protected static Tape<double> Model() => new("/home/me/Model.cs", 12);

    protected static void Refused<TException>(string message, Action action)
        where TException : Exception => Assert.Equal(message, Assert.Throws<TException>(action).Message);

    protected static void Refused<TException>(string message, Func<object> action)
        where TException : Exception => Assert.Equal(message, Assert.Throws<TException>(action).Message);

    // On another thread, to its end.
    protected static void Run(ThreadStart action)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
