using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Benchmarks.Measuring;
using AutoDiff.Layers;

namespace AutoDiff.Benchmarks.Reports;

// What is kept: settings, one object for each row, and what follows from several rows.
internal static class JsonReport
{
    public static void Write(string file, Report report) => AtomicFile.Write(file, stream => Write(stream, report));

    private static void Write(Stream stream, Report report)
    {
        (Settings settings, IReadOnlyList<Measurement> rows) = (report.Settings, report.Rows);
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("settings");
        json.WriteString("command", settings.Command);
        json.WriteString("runtime", System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
        json.WriteString("processor", Machine.Processor);
        json.WriteString("torch", settings.Peers ? PythonWithTorch.Version : null);
        json.WriteString("openblas", settings.Peers ? OpenBlas.Version : null);
        json.WriteString("onednn", settings.Peers ? OneDnn.Version : null);
        WriteNumber(json, "fma_peak_gflops_float", report.Peaks.Single);
        WriteNumber(json, "fma_peak_gflops_double", report.Peaks.Double);
        json.WriteNumber("threads", settings.Threads);
        json.WriteString("clock", settings.Clock == Clock.Wall ? "wall" : "processor");
        json.WriteBoolean("quick", settings.Quick);
        json.WriteEndObject();
        json.WriteStartArray("rows");
        foreach (Measurement row in rows)
            Write(json, row);
        json.WriteEndArray();
        json.WriteStartObject("summary");
        WriteNumber(json, "longbptt_step_10000_to_100", Summary.Steps(rows, "longbptt-10000", "longbptt-100"));
        WriteNumber(json, "gemm_geometric_mean", Summary.Products(rows));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Measurement row)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Case.Name);
        json.WriteString("summary", row.Case.Summary);
        json.WriteNumber("ours_ms", row.Ours);
        WriteNumber(json, "peer_ms", row.PeerName is null ? null : row.Peer);
        WriteNumber(json, "ratio", row.PeerName is null ? null : row.Ratio);
        json.WriteNumber("bytes_per_step", row.BytesPerStep);
        json.WriteNumber("spread", row.Spread);
        WriteNumber(json, "peer_spread", row.PeerName is null ? null : row.PeerSpread);
        json.WriteString("peer", row.PeerName);
        json.WriteStartObject("peers_ms");
        foreach ((string peer, double milliseconds) in row.Peers)
            json.WriteNumber(peer, milliseconds);
        json.WriteEndObject();
        WriteNumber(json, "goal", row.Case.Goal == 0 ? null : row.Case.Goal);
        WriteNumber(json, "loss_difference", row.LossDifference);
        WriteNumber(json, "forward_multiple", row.ForwardMultiple);
        json.WriteNumber("samples", row.Samples);
        json.WriteString("unit", row.Case.Unit);
        json.WriteNumber("units", row.Case.Units);
        json.WriteNumber("ns_per_unit", row.NanosecondsPerUnit);
        WriteNumber(json, "gflops", row.Case.Flops == 0 ? null : row.GigaflopsPerSecond);
        WriteNumber(json, "part_of_limit", row.PartOfLimit);
        WriteNumber(json, "one_thread_ms", row.OneThread);
        WriteNumber(json, "speed_up", row.SpeedUp);
        WriteNumber(json, "peak_bytes", row.PeakBytes);
        WriteNumber(json, "peer_peak_bytes", row.PeerPeakBytes);
        WriteNumber(json, "first_second_speed", row.Startup?.FirstSecond);
        WriteNumber(json, "first_second_later_half_speed", row.Startup?.LaterHalf);
        json.WriteEndObject();
    }

    // Infinity, as a difference from nonsense, is no number in the format.
    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
        else if (value is null)
            json.WriteNull(name);
        else
            json.WriteNumber(name, double.MaxValue);
    }
}
