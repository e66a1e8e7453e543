using System;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace AutoDiff.Kernels;

/// <summary>
/// Background threads that share the blocks of one piece of work at a time with the thread that asks for it.
/// Nothing is allocated for a piece of work.
/// </summary>
/// <remarks>
/// Blocks are taken in order of arrival, so which thread runs a block is chance; what a block computes must not depend on
/// it. Work that is asked for while the threads are taken, from inside a block or from another thread, runs in place.
/// </remarks>
internal static unsafe class Workers
{
    /// <summary>One permit for each helper that is wanted.</summary>
    private static readonly SemaphoreSlim _wanted = new(0);

    private static readonly ManualResetEventSlim _idle = new(true);

    private static int _taken;
    private static int _threads;

    // The piece of work in hand. Written before the permits are given out, read after one was taken.
    private static delegate*<void*, int, void> _invoke;
    private static void* _action;
    private static int _blocks;
    private static int _next;
    private static int _helping;
    private static ExceptionDispatchInfo? _failure;

    /// <summary>Runs every block of <paramref name="action"/> once and returns when all are done.</summary>
    /// <remarks>The first exception of a block is thrown here; blocks that had not begun by then are left out.</remarks>
    public static void Run<TAction>(ref TAction action, int blocks)
        where TAction : struct, IBlockAction, allows ref struct
    {
        int helpers = Math.Min(Threading.MaxThreads, blocks) - 1;
        if (helpers <= 0 || Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
        {
            for (int block = 0; block < blocks; block++)
                action.Run(block);
            return;
        }

        // A copy on this stack has an address that the helpers can use until this method returns.
        TAction shared = action;
        ExceptionDispatchInfo? failure;
        try
        {
            Share(Unsafe.AsPointer(ref shared), &Invoke<TAction>, blocks, helpers);
        }
        finally
        {
            failure = _failure;
            _failure = null;
            Volatile.Write(ref _taken, 0);
        }
        action = shared;
        failure?.Throw();
    }

    private static void Share(void* action, delegate*<void*, int, void> invoke, int blocks, int helpers)
    {
        while (_threads < helpers)
        {
            Thread thread = new(Help) { IsBackground = true, Name = $"AutoDiff worker {_threads + 1}" };
            thread.UnsafeStart();
            _threads++;
        }
        _action = action;
        _invoke = invoke;
        (_blocks, _next, _helping) = (blocks, 0, helpers);
        _idle.Reset();
        _wanted.Release(helpers);
        Work();

        // A permit that is still there belongs to a helper that has not woken up; nothing is left for it to do.
        while (_wanted.Wait(0))
            Leave();
        _idle.Wait();
    }

    private static void Help()
    {
        while (true)
        {
            _wanted.Wait();
            Work();
            Leave();
        }
    }

    private static void Work()
    {
        while (true)
        {
            int block = Interlocked.Increment(ref _next) - 1;
            if (block >= _blocks)
                return;
            try
            {
                _invoke(_action, block);
            }
#pragma warning disable CA1031 // Whatever a block throws is thrown again by the thread that asked for the work.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
                Volatile.Write(ref _next, _blocks);
            }
        }
    }

    private static void Leave()
    {
        if (Interlocked.Decrement(ref _helping) == 0)
            _idle.Set();
    }

    private static void Invoke<TAction>(void* action, int block)
        where TAction : struct, IBlockAction, allows ref struct
        => Unsafe.AsRef<TAction>(action).Run(block);
}
