using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using AutoDiff.Benchmarks.Measuring;

namespace AutoDiff.Benchmarks.Comparison;

// PyTorch in a process of its own, one for each workload, which runs one sample a request.
internal sealed class TorchPeer : IPeer
{
    private readonly Process _process;

    private TorchPeer(Process process, string workload)
    {
        _process = process;
        _process.StandardOutput.ReadLine();
        First = Ask($"open {workload}");
    }

    public string Name => "PyTorch";

    public IReadOnlyList<double> First { get; }

    // The most memory that the process has held.
    public long PeakBytes => (long)Ask("memory")[0];

    // None where PyTorch is not there.
    public static IEnumerable<IPeer> Open(string workload, int threads)
    {
        if (PythonWithTorch.Version is null)
            yield break;
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "torch_peer.py");
        yield return new TorchPeer(PythonWithTorch.Run(threads, script, threads.ToString(CultureInfo.InvariantCulture)), workload);
    }

    public double Sample(int steps, Clock clock) => 1e3 * Ask($"sample {steps}")[clock == Clock.Wall ? 0 : 1];

    public void Dispose()
    {
        // The script ends with its input.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double[] Ask(string request)
    {
        _process.StandardInput.WriteLine(request);
        _process.StandardInput.Flush();
        string? answer = _process.StandardOutput.ReadLine();
        return answer is null
            ? throw new InvalidOperationException($"The PyTorch process ended at '{request}'; what it wrote to its error output says why.")
            : [.. answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }
}
