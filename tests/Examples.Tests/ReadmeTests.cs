using System;
using System.IO;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Examples;

// The code of README.md, compiled and run.
public sealed class ReadmeTests
{
    private const int Steps = 30, Rows = 4;

    [Fact]
    public void The_first_lines_compute_what_they_say()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(0.1);
        Variable<double> a = Exp(x), b = Square(a), c = a + b;
        Variable<double> f = Exp(c) + Sin(c);
        double slope = tape.Gradient(f, x).Item();                          // 33.90776829990312
        Variable<double> again = tape.Gradient(tape.Gradient(f, x, record: true), x);   // a gradient of a gradient

        // c' = a + 2b and c'' = a + 4b.
        double inner = c.Item(), first = a.Item() + (2 * b.Item()), second = a.Item() + (4 * b.Item()), outer = Math.Exp(inner) + Math.Cos(inner);
        Assert.Equal(33.90776829990312, slope, 1e-12);
        Assert.Equal(outer * first, slope, 1e-12);
        Assert.Equal(((Math.Exp(inner) - Math.Sin(inner)) * first * first) + (outer * second), again.Item(), 1e-10);
    }

    [Fact]
    public void A_step_is_an_explicit_state()
    {
        RandomStream random = new(seed: 1);
        LstmCell<float> cell = new(inputSize: 65, hiddenSize: 128, random);
        using Tape<float> tape = new();
        Variable<float> input = tape.Fill(0.5f, new Shape(Rows, 65));
        LstmState<float> state = cell.InitialState(tape, Rows);
        (Variable<float> h, LstmState<float> next) = cell.Step(input, state);
        Assert.Equal(new Shape(Rows, 128), h.Shape);
        Assert.Equal(h.Values.ToArray(), next.Hidden.Values.ToArray());
    }

    // Every feature shall be half of its step's input.
    [Fact]
    public void The_training_lines_learn()
    {
        LstmCell<float> cell = new(inputSize: 1, hiddenSize: 8, new RandomStream(seed: 1));
        Adam<float> optimizer = new(cell.Parameters, 0.02);
        Signs sequence = new(cell);
        CarriedState<float, LstmState<float>> carried = new();
        using TruncatedBackprop<float, LstmState<float>> trainer = new(Truncation.Window(length: 20), LossReduction.Mean);   // or None, Chunks(50), Random(50, seed), Rtrl
        double Once()
        {
            carried.Clear();
            double loss = trainer.Accumulate(sequence, carried);
            optimizer.Step();
            cell.ClearGradients();
            return loss;
        }

        double before = Once();
        for (int i = 0; i < 60; i++)
            Once();
        Assert.InRange(Once(), 0, 0.5 * before);
    }

    [Fact]
    public void The_check_of_a_gradient_is_a_line()
    {
        GradientCheck.Of(x => Sum(Tanh(MatMul(x[0], x[1]))), [new WorkedInput(new Shape(3, 4)), new WorkedInput(new Shape(4, 2))])
            .AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
    }

    // But for the words that open namespaces, every line of code there stands here.
    [Fact]
    public void All_of_the_code_is_here()
    {
        string root = Above(new DirectoryInfo(AppContext.BaseDirectory)), here = File.ReadAllText(Path.Combine(root, "tests/Examples.Tests/ReadmeTests.cs"));
        string readme = File.ReadAllText(Path.Combine(root, "README.md")).ReplaceLineEndings("\n");
        string[] blocks = [.. readme.Split("```csharp\n")[1..].Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])];
        string[] lines =
        [
            .. blocks.SelectMany(block => block.Split('\n')).Select(line => line.Trim())
                .Where(line => line.Length > 0 && !line.EndsWith("AutoDiff;", StringComparison.Ordinal)),
        ];
        Assert.InRange(lines.Length, 10, 100);
        Assert.All(lines, line => Assert.Contains(line.EndsWith("AutoDiff.Ops;", StringComparison.Ordinal) ? "using static AutoDiff.Ops;" : line, here, StringComparison.Ordinal));
    }

    private static string Above(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "AutoDiff.sln"))
        ? folder.FullName
        : Above(folder.Parent ?? throw new InvalidOperationException("The tests run outside of the checkout."));

    private sealed class Signs(LstmCell<float> cell) : ISequence<float, LstmState<float>>
    {
        private readonly float[] _inputs = [.. Enumerable.Range(0, ReadmeTests.Steps * Rows).Select(i => i % 3 == 0 ? 1f : -1f)];

        public int Steps => ReadmeTests.Steps;

        public LstmState<float> InitialState(Tape<float> tape) => cell.InitialState(tape, Rows);

        public int TargetCount(int from, int end) => (end - from) * Rows;

        public Variable<float> Run(Tape<float> tape, in LstmState<float> state, Segment segment, out LstmState<float> next)
        {
            Variable<float> inputs = tape.Constant(_inputs.AsSpan(segment.Start * Rows, segment.Steps * Rows), new Shape(segment.Steps, Rows, 1));
            Variable<float> outputs = cell.Unroll(inputs, in state, out next);
            Variable<float> wrong = Square(Slice(outputs, 2, 0, 1) - (0.5f * inputs));
            return segment.FirstLoss >= segment.End ? default : Sum(Slice(wrong, 0, segment.FirstLoss - segment.Start, segment.End - segment.FirstLoss));
        }
    }
}
