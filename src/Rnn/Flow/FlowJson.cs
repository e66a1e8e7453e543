using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace AutoDiff.Rnn;

// A report as JSON, written without reflection.
internal static class FlowJson
{
    public static void Write(FlowReport report, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("sequence_steps", report.SequenceSteps);
        json.WriteNumber("steps", report.Steps);
        Numbers(json, "lag_norms", report.LagNorms);
        Number(json, "growth_rate", report.GrowthRate);
        Losses(json, report);
        Places(json, report);
        Transitions(json, report);
        Bias(json, report.Bias);
        Verdicts(json, report);
        json.WriteEndObject();
    }

    private static void Losses(Utf8JsonWriter json, FlowReport report)
    {
        json.WriteStartArray("losses");
        foreach (FollowedLoss loss in report.Losses)
        {
            json.WriteStartObject();
            json.WriteNumber("step", loss.Step);
            Number(json, "value", loss.Value);
            Numbers(json, "norms_by_lag", loss.Norms);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Places(Utf8JsonWriter json, FlowReport report)
    {
        json.WriteStartArray("places");
        foreach (FlowSeries place in report.Places)
        {
            json.WriteStartObject();
            json.WriteString("name", place.Name);
            json.WriteBoolean("gate", place.IsGate);
            Numbers(json, "norms_by_step", place.Steps);
            Numbers(json, "norms_by_lag", place.Lags);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Transitions(Utf8JsonWriter json, FlowReport report)
    {
        json.WriteStartArray("transitions");
        foreach (Transition transition in report.Transitions)
        {
            json.WriteStartObject();
            json.WriteNumber("from", transition.From);
            json.WriteNumber("to", transition.To);
            Number(json, "norm", transition.Norm);
            Number(json, "radius", transition.Radius);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Bias(Utf8JsonWriter json, TruncationBias bias)
    {
        json.WriteStartObject("bias");
        Number(json, "decay_rate", bias.DecayRate);
        Number(json, "half_life", bias.HalfLife);
        json.WriteStartArray("windows");
        foreach (WindowBias measured in bias.Measured)
        {
            json.WriteStartObject();
            json.WriteNumber("window", measured.Window);
            Number(json, "relative", measured.Relative);
            Number(json, "cosine", measured.Cosine);
            Number(json, "estimate", bias.Estimate(measured.Window));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Window(json, "window_for_10_percent", bias.Suggest(0.1));
        Window(json, "window_for_1_percent", bias.Suggest(0.01));
        json.WriteEndObject();
    }

    private static void Verdicts(Utf8JsonWriter json, FlowReport report)
    {
        json.WriteStartArray("verdicts");
        foreach (FlowVerdict verdict in report.Verdicts)
        {
            json.WriteStartObject();
            json.WriteString("condition", verdict.Condition.ToString());
            json.WriteNumber("step", verdict.Step);
            json.WriteString("finding", verdict.Finding);
            json.WriteString("cure", verdict.Cure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Window(Utf8JsonWriter json, string name, int? window)
    {
        if (window is int steps)
            json.WriteNumber(name, steps);
        else
            json.WriteNull(name);
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
                json.WriteNumberValue(value);
            else
                json.WriteNullValue();
        }

        json.WriteEndArray();
    }
}
