using System;
using System.Linq;
using System.Reflection;
using Xunit;

namespace AutoDiff.Tests.Core.Errors;

public sealed class CompletenessTests
{
    [Fact]
    public void Every_message_is_tested()
    {
        string[] errors = [.. new[] { typeof(TapeErrors), typeof(TransformErrors) }
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => method.Name).Where(name => name != "Place")];
        string[] tests = [.. typeof(MessageTests).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(MessageTests)))
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name)];
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Contains(tests, test => test == error || test.StartsWith(error + "_", StringComparison.Ordinal)));
    }
}
