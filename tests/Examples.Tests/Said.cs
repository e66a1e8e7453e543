using System;
using System.IO;
using Xunit;

namespace AutoDiff.Tests.Examples;

// What a program says to a command line: its exit code, its output, and its complaint.
internal readonly record struct Said(int Code, string Output, string Error)
{
    public static Said By(Func<string[], TextWriter, TextWriter, int> program, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = program(arguments, output, error);
        return new Said(code, output.ToString(), error.ToString());
    }

    // A complaint of one line, before any work was done.
    public void Refuses(string expected)
    {
        Assert.Equal((1, ""), (Code, Output));
        Assert.Contains(expected, Error, StringComparison.Ordinal);
        Assert.Single(Error.TrimEnd().Split('\n'));
    }

    public void Shows(params string[] expected)
    {
        Assert.Equal((0, ""), (Code, Error));
        string output = Output;
        Assert.All(expected, text => Assert.Contains(text, output, StringComparison.Ordinal));
    }
}
