using System.Diagnostics;
using System.Globalization;
using AutoDiff.Benchmarks.Comparison;

namespace AutoDiff.Benchmarks.Measuring;

// The most memory that a process held which did nothing but a workload's first steps: runtime, compiler and libraries included.
internal static class PeakMemory
{
    // The word by which this program tells another run of itself to be that process.
    public const string Option = "--peak-memory";

    public static long OfThisProcess(Case row)
    {
        using IWorkload workload = row.Open();
        for (int i = 0; i < Agreement.FirstSteps; i++)
            workload.Step();
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    public static long Ours(Case row, Settings settings) => long.Parse(OwnProcess.Ask(Option, row, settings), CultureInfo.InvariantCulture);

    // PyTorch's; null where it is not there, or not the row's peer.
    public static long? Peers(Case row, Settings settings)
    {
        if (!settings.Peers || row.OpenPeers is not null)
            return null;
        foreach (TorchPeer peer in TorchPeer.Open(row.Name, settings.Threads))
        {
            using (peer)
                return peer.PeakBytes;
        }

        return null;
    }
}
