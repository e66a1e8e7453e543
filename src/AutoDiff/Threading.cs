using System;
using System.Threading;

namespace AutoDiff;

/// <summary>How many threads the library's kernels may use.</summary>
/// <remarks>
/// The number of threads changes the time and nothing else: results are the same to the last bit. Only large pieces of
/// work are divided, so small ones cost the same with any setting. Helpers are background threads that sleep between
/// pieces of work; a kernel that is called while another one uses them runs on its own thread alone, so programs that run
/// many tapes in parallel lose nothing.
/// </remarks>
public static class Threading
{
    // Counted from zero: a static without an initialiser costs no check where it is read.
    private static int _helpers;

    /// <summary>
    /// The most threads that one kernel runs on, the calling thread included. The default is 1: no helper is started.
    /// It holds for the whole process, from the next kernel on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public static int MaxThreads
    {
        get => Volatile.Read(ref _helpers) + 1;
        set
        {
            if (value < 1)
                throw new ArgumentOutOfRangeException(nameof(value), value, $"MaxThreads: too few threads: {value}; need at least 1, the calling thread.");
            Volatile.Write(ref _helpers, value - 1);
        }
    }

    /// <summary>
    /// Runs every block of a piece of work once, on up to <see cref="MaxThreads"/> threads, and returns when all are done: the door by which an
    /// operation of one's own, or an optimiser, shares the library's threads.
    /// </summary>
    /// <typeparam name="TAction">The work: a struct, which may hold spans. Each thread sees the same copy of it, which is copied back at the end.</typeparam>
    /// <param name="action">The work.</param>
    /// <param name="blocks">How many blocks there are. A block should take tens of microseconds at least: waking a thread takes as long.</param>
    /// <remarks>
    /// Allocates nothing. Work that is asked for from inside a block, or while another thread's is being done, runs in place. The first exception of a
    /// block is thrown here; blocks that had not begun by then are left out.
    /// </remarks>
    public static void Run<TAction>(ref TAction action, int blocks)
        where TAction : struct, IBlockAction, allows ref struct => Kernels.Workers.Run(ref action, blocks);
}
