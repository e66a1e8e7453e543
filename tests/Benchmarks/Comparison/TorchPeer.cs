using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using AutoDiff.Benchmarks.Measuring;

namespace AutoDiff.Benchmarks.Comparison;

// PyTorch in a process of its own, one for each workload, which runs one sample a request.
internal sealed class TorchPeer : IPeer
{
    private static readonly Lazy<(string Python, string Version)?> Found = new(Find);
    private readonly Process _process;

    private TorchPeer(Process process, string workload)
    {
        _process = process;
        _process.StandardOutput.ReadLine();
        First = Ask($"open {workload}");
    }

    // The version, or null where no Python can import it.
    public static string? Version => Found.Value?.Version;

    public string Name => "PyTorch";

    public IReadOnlyList<double> First { get; }

    // None where PyTorch is not there.
    public static IEnumerable<IPeer> Open(string workload, int threads)
    {
        if (Found.Value is not { } found)
            yield break;
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "torch_peer.py");
        yield return new TorchPeer(Start(found.Python, threads, script, threads.ToString(CultureInfo.InvariantCulture)), workload);
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

    private static (string, string)? Find()
    {
        foreach (string python in (string[])["python3", "/usr/bin/python3", "python"])
        {
            try
            {
                using Process process = Start(python, 1, "-c", "import torch; print(torch.__version__)", hearErrors: false);
                string version = process.StandardOutput.ReadToEnd().Trim();
                process.WaitForExit();
                if (process.ExitCode == 0)
                    return (python, version);
            }
            catch (Win32Exception)
            {
                // There is no such program; the next one may be there.
            }
        }

        return null;
    }

    private static Process Start(string python, int threads, string first, string second, bool hearErrors = true)
    {
        ProcessStartInfo start = new(python, [first, second]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = !hearErrors };
        foreach (string library in (string[])["OMP", "OPENBLAS", "MKL"])
            start.Environment[library + "_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start) ?? throw new InvalidOperationException($"'{python}' did not start.");
    }
}
