using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;

namespace AutoDiff.Examples.ScalarTour;

/// <summary>The program.</summary>
public static class Program
{
    /// <summary>Runs a command line.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs a command line: 0 where all went well, 1 for something that cannot be done.</summary>
    /// <param name="args">The words.</param>
    /// <param name="output">Where the tour goes.</param>
    /// <param name="error">Where the line goes that says what cannot be done.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        Option<double> argument = new("--x")
        {
            HelpName = "X",
            Description = "Where the running example is differentiated.",
            DefaultValueFactory = _ => 0.1,
            CustomParser = ReadNumber,
        };
        RootCommand root = new($"Reverse-mode automatic differentiation on scalars, step by step: {RunningExample.Formula}.") { argument };
        root.SetAction(result => Tour(result.GetValue(argument), output, error));
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors is [ParseError problem, ..])
            return Refuse(error, $"{problem.Message.ReplaceLineEndings(" ").TrimEnd('.')}. See --help.");
        return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
    }

    // The parser of its own would take 1,5 for 15.
    private static double ReadNumber(ArgumentResult result)
    {
        string word = result.Tokens[0].Value;
        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            result.AddError($"--x: \"{word}\" is no number; need one such as 0.1.");
        return number;
    }

    private static int Tour(double x, TextWriter output, TextWriter error)
    {
        double slope = RunningExample.Slope(x);
        if (!double.IsFinite(slope) || slope == 0)
            return Refuse(error, $"--x: the slope at {x} is {slope}; need a finite one other than 0, as from about -700 to 3.2.");
        new Lecture(output).Give(x);
        return 0;
    }

    private static int Refuse(TextWriter error, string message)
    {
        error.WriteLine(message);
        return 1;
    }
}
