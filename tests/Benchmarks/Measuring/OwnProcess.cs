using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using AutoDiff.Benchmarks.Workloads;

namespace AutoDiff.Benchmarks.Measuring;

// Another run of this program that does nothing but one row, and answers with a line of numbers.
internal static class OwnProcess
{
    public static string Ask(string option, Case row, Settings settings)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("This system does not say how this program was started.");
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(OwnProcess).Assembly.Location);
        foreach (string argument in (string[])[row.Name, option, "--threads", settings.Threads.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        if (AdbenchWorkload.Folder is { } folder)
        {
            start.ArgumentList.Add("--data");
            start.ArgumentList.Add(folder);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        string answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return answer.Trim();
    }
}
