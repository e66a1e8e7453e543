using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Flow;

public sealed class OutputTests
{
    [Fact]
    public void The_text_has_every_place_and_no_long_line()
    {
        string text = Lstm().ToText();
        foreach (string words in (string[])
        [
            "Gradient flow over 9 of 9 steps, 9 losses",
            "layer 0 hidden",
            "layer 1 cell",
            "layer 1 forget gate",
            "layer 0 candidate gate",
            "spectral radius",
            "Window for an estimated bias",
        ])
            Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.Equal(text, Lstm().ToString());
    }

    [Fact]
    public void Findings_are_written_in_lines_that_are_not_long_either()
    {
        GruCell<double> cell = new(1, 3, new RandomStream(1));
        UnrolledSequence<double, HiddenState<double>> sequence = new(
            new RecurrentStack<double, HiddenState<double>>([cell]), new double[30], new Shape(30, 1, 1), (y, _) => Ops.Sum(y), step => step == 29 ? 1 : 0);
        using GradientFlow<double, StackState<double, HiddenState<double>>> flow = new();
        FlowReport report = flow.Measure(sequence);
        Assert.Equal(FlowCondition.Vanishing, Assert.Single(report.Verdicts).Condition);
        string text = report.ToText();
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        string words = string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"Vanishing at step {report.Verdicts[0].Step}: {report.Verdicts[0].Finding}. Cure: {report.Verdicts[0].Cure}. Norm of", words, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_has_every_number()
    {
        FlowReport report = Lstm();
        JsonNode json = Json(report);
        Assert.Equal(report.LagNorms, json["lag_norms"]!.AsArray().Select(number => number!.GetValue<double>()));
        Assert.Equal(
            report.Losses.Select(loss => loss.Norms.Sum()),
            json["losses"]!.AsArray().Select(loss => loss!["norms_by_lag"]!.AsArray().Sum(number => number!.GetValue<double>())));
        Assert.Equal(report.Places.Select(place => (place.Name, place.IsGate)), json["places"]!.AsArray().Select(place => ((string)place!["name"]!, (bool)place["gate"]!)));
        Assert.Equal(report.Transitions.Select(transition => transition.Norm), json["transitions"]!.AsArray().Select(transition => (double)transition!["norm"]!));
        Assert.Equal(report.Bias.Measured.Select(bias => bias.Relative), json["bias"]!["windows"]!.AsArray().Select(bias => (double)bias!["relative"]!));
        Assert.Equal(report.Bias.DecayRate, (double)json["bias"]!["decay_rate"]!);
    }

    [Fact]
    public void The_picture_is_one_accessible_document_with_escaped_names()
    {
        const string title = "<script>alert(\"1\")</script> & 'more'\u0001";
        XElement svg = XDocument.Parse(Lstm().ToSvg(title)).Root!;
        Assert.Equal(("svg", "img"), (svg.Name.LocalName, (string?)svg.Attribute("role")));
        Assert.Equal("<script>alert(\"1\")</script> & 'more'", svg.Elements().First(element => element.Name.LocalName == "title").Value);
        Assert.Contains("9 of 9 steps", svg.Elements().First(element => element.Name.LocalName == "desc").Value, StringComparison.Ordinal);
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "image" or "use");

        // A cell for each loss and lag, each with its number.
        Assert.Equal(9 * 10 / 2, svg.Descendants().Count(element => element.Name.LocalName == "title" && element.Value.StartsWith("loss of step", StringComparison.Ordinal)));
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "text" && element.Value == "layer 1 forget gate");
        Assert.Contains("prefers-color-scheme:dark", svg.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_holds_picture_and_tables()
    {
        string page = Lstm().ToHtml("a < b");
        Assert.Contains("<title>a &lt; b</title>", page, StringComparison.Ordinal);
        Assert.Contains("<svg ", page, StringComparison.Ordinal);
        Assert.Contains("Norm of dL/dh[t], all losses together", page, StringComparison.Ordinal);
        XDocument.Parse(page[page.IndexOf("<svg", StringComparison.Ordinal)..(page.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
    }

    [Fact]
    public void Reports_stand_side_by_side()
    {
        string svg = FlowPicture.Compare("Two & more", [("fading", Flows.Of(Flows.Summed(new LinearCell(0.5), 9))), ("growing", Flows.Of(Flows.Summed(new LinearCell(2), 9)))]);
        Assert.Equal(2, XDocument.Parse(svg).Descendants().Count(element => element.Name.LocalName == "path"));
        Refusal.Of(() => FlowPicture.Compare("none", []), "no report");
    }

    [Fact]
    public void What_is_not_finite_is_named_with_its_first_step_and_breaks_nothing()
    {
        FlowReport state = Flows.Of(Flows.Summed(new LinearCell(1e200), 9), carried: Flows.From(1e100));
        Assert.Equal((FlowCondition.NotFinite, 1, 1), (state.Verdicts[0].Condition, state.Verdicts[0].Step, state.Steps));
        Assert.Contains("hidden state after step 1", state.Verdicts[0].Finding, StringComparison.Ordinal);
        Shown(state);

        FlowReport loss = Flows.Of(Logarithm(3));
        Assert.Equal((FlowCondition.NotFinite, 3), (loss.Verdicts[0].Condition, loss.Verdicts[0].Step));
        Assert.Contains("the loss of step 3", loss.Verdicts[0].Finding, StringComparison.Ordinal);
        Assert.Equal([0, 1, 2, 4, 5], loss.Losses.Select(followed => followed.Step));
        Shown(loss);

        // From zero the states stay finite, the gradients do not.
        FlowReport gradient = Flows.Of(Flows.Summed(new LinearCell(1e200), 9));
        Assert.Equal(FlowCondition.NotFinite, gradient.Verdicts[0].Condition);
        Assert.Equal((3, 7), (gradient.Losses[^1].Norms.Count, gradient.Verdicts[0].Step));
        Shown(gradient);

        FlowReport nothing = Flows.Of(Flows.Summed(new LinearCell(1), 3), carried: Flows.From(double.NaN));
        Assert.Equal((0, "before the first step"), (nothing.Steps, nothing.Verdicts[0].Finding.Split("state ")[1].Replace(" is not finite", "", StringComparison.Ordinal)));
        Shown(nothing);
    }

    [Fact]
    public void What_cannot_be_reported_is_refused()
    {
        foreach ((FlowOptions options, string words) in ((FlowOptions, string)[])
        [
            (new() { Losses = 0 }, "0 losses"),
            (new() { Window = 0 }, "a window of 0 steps"),
            (new() { Transitions = -1 }, "-1 transitions"),
            (new() { PowerIterations = 0 }, "0 power iterations"),
            (new() { ExplodingRatio = 1 }, "ratio of 1"), (new() { VanishingRatio = 1 }, "ratio of 1"), (new() { BiasWindows = [2, 0] }, "bias of a window of 0"),
        ])
        {
            Refusal.Of(() => new GradientFlow<double, HiddenState<double>>(options).Dispose(), "GradientFlow: ", words);
        }

        UnrolledSequence<double, HiddenState<double>> sequence = Flows.Summed(new LinearCell(0.5), 4);
        using GradientFlow<double, StackState<double, HiddenState<double>>> flow = new();
        foreach ((int from, int to) in ((int, int)[])[(-1, 2), (2, 2), (3, 5)])
            Refusal.Of(() => flow.MeasureTransition(sequence, from, to), $"from step {from} to step {to} of 4");
        Refusal.Of(() => flow.Measure(Flows.Summed(new LinearCell(0.5), 4, targets: _ => 0)), "no target");
        Refusal.Of(() => Flows.Of(new ScalarSequence(5, 1) { Reads = _ => 1 }), "the loss of step 2 reads outputs from step 1 on");
        Refusal.Of(() => Flows.Of(sequence).Bias.Suggest(0), "bias above 0");
        Refusal.Of(() => Flows.Of(sequence).Bias.Estimate(0), "window");
        RecurrentStack<double, HiddenState<double>> stack = new([new LinearCell(1)]);
        Refusal.Of(() => Unroll(stack, new double[3], new Shape(4, 1, 1)), "4 elements, 3 were given");
        Refusal.Of(() => Unroll(stack, new double[4], new Shape(4, 1)), "[time, batch, 1]");
        Refusal.Of(() => Unroll(stack, [], new Shape(0, 1, 1)), "no time step");
        flow.Dispose();
        Assert.Throws<TapeException>(() => flow.Measure(sequence));
    }

    private static void Unroll(RecurrentStack<double, HiddenState<double>> stack, double[] inputs, Shape shape) =>
        Assert.Equal(0, new UnrolledSequence<double, HiddenState<double>>(stack, inputs, shape, (output, _) => output).Steps);

    private static FlowReport Lstm()
    {
        RandomStream random = new(1);
        RecurrentStack<double, LstmState<double>> stack = new([new LstmCell<double>(2, 3, random), new LstmCell<double>(3, 3, random)]);
        return Flows.Of(new UnrolledSequence<double, LstmState<double>>(stack, Numbers.Draw(new Random(1), 36), new Shape(9, 2, 2), (output, _) => Ops.Sum(Ops.Square(output))));
    }

    // A loss that is the logarithm of a negative number at one step.
    private static UnrolledSequence<double, HiddenState<double>> Logarithm(int at) =>
        new(
            new RecurrentStack<double, HiddenState<double>>([new LinearCell(0.5)]),
            new double[6],
            new Shape(6, 1, 1),
            (output, step) => Ops.Sum(Ops.Log(output + (step == at ? -1.0 : 1.0))));

    private static JsonNode Json(FlowReport report)
    {
        using MemoryStream stream = new();
        report.WriteJson(stream);
        return JsonNode.Parse(stream.ToArray())!;
    }

    private static void Shown(FlowReport report)
    {
        Assert.Equal(report.Verdicts.Count, Json(report)["verdicts"]!.AsArray().Count);
        Assert.Contains("NotFinite at step", report.ToText(), StringComparison.Ordinal);
        XDocument.Parse(report.ToSvg("Not finite"));
        XDocument.Parse(FlowPicture.Compare("Not finite", [("one", report)]));
    }
}
