using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AutoDiff.Benchmarks.Comparison;

// The first Python that can import torch, if there is one.
internal static class PythonWithTorch
{
    private static readonly Lazy<(string Python, string Version)?> Found = new(Find);

    // PyTorch's version, or null where no Python can import it.
    public static string? Version => Found.Value?.Version;

    // A process that hears and answers over standard input and output.
    public static Process Run(int threads, params string[] arguments) =>
        Start(Found.Value?.Python ?? throw new InvalidOperationException("No Python here can import torch."), threads, arguments);

    private static (string, string)? Find()
    {
        foreach (string python in (string[])["python3", "/usr/bin/python3", "python"])
        {
            try
            {
                using Process process = Start(python, 1, ["-c", "import torch; print(torch.__version__)"], hearErrors: false);
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

    private static Process Start(string python, int threads, string[] arguments, bool hearErrors = true)
    {
        ProcessStartInfo start = new(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = !hearErrors };
        foreach (string library in (string[])["OMP", "OPENBLAS", "MKL"])
            start.Environment[library + "_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start) ?? throw new InvalidOperationException($"'{python}' did not start.");
    }
}
