using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using AutoDiff.Benchmarks.Comparison;

namespace AutoDiff.Oracle;

// PyTorch in a process of its own. Numbers go both ways as the shortest text that is read back as the same bits.
internal sealed class TorchOracle : IDisposable
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private readonly Process _process = PythonWithTorch.Run(1, Path.Combine(AppContext.BaseDirectory, "torch_oracle.py"));

    // Null and the reason where PyTorch refuses.
    public (Derivatives? Answer, string? Refusal) Ask(Question question)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(question, Format));
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(
            $"The PyTorch process ended at '{question.Expression}'; what it wrote to its error output says why.");
        Reply reply = JsonSerializer.Deserialize<Reply>(line, Format)!;
        return reply.Error is null ? (new Derivatives(reply.Value!, reply.Gradients!, reply.Second), reply.WithoutSecond) : (null, reply.Error);
    }

    public void Dispose()
    {
        // The script ends with its input.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private sealed record Reply(double[]? Value, double[][]? Gradients, double[][]? Second, string? WithoutSecond, string? Error);
}
