using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoDiff.Storage;

namespace AutoDiff;

/// <summary>
/// Collects the contributions to one gradient that are sums over rows, such as a shared weight's <c>xᵀ · yBar</c> at each time step, and
/// computes many at once: a product of few rows spends its time on reading and writing the gradient.
/// </summary>
/// <remarks>
/// Rows are copied in the order in which they arrive, and when a place is full its rows are added to the gradient in one go.
/// When that happens depends on shapes alone, so results have the same bits in every run.
/// </remarks>
internal sealed class RowCollector<T>(Tape<T> tape)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // With so many rows a product is as fast as it gets.
    private const int Enough = 128;

    // Wide rows are collected in smaller numbers, and never in more memory than twice the gradient's.
    private const int LargestPlaceBytes = 4 << 20;

    // Place 0 stands for none.
    private Place[] _places = new Place[4];
    private int _count = 1;
    private int _free;

    // Puts a deferred operation's inputs aside for the gradient, instead of computing it; says whether it did.
    // The gradient's place is 0 where it has none yet.
    public bool TryCollect(ref int place, in Entry<T> operation, Block gradient)
    {
        ref Entry<T> a = ref tape.EntryAt(tape.InputAt(operation.FirstInput)), b = ref tape.EntryAt(tape.InputAt(operation.FirstInput + 1));
        int rows = a.Shape.Rank == 1 ? 1 : a.Shape[0];
        if (place == 0 && !TryOpen(ref place, in operation, rows))
            return false;
        ref Place open = ref _places[place];
        if (open.Operation != operation.Dispatcher)
        {
            Spend(place, gradient);
            return false;
        }

        if (rows > open.Capacity - open.Rows)
            Spend(place, gradient);
        if (rows > open.Capacity)
            return false;
        Append(in a, open.A, open.Rows, open.WidthA);
        Append(in b, open.B, open.Rows, open.WidthB);
        open.Rows += rows;
        return true;
    }

    // Adds what was collected to the gradient.
    public void Spend(int place, Block gradient)
    {
        ref Place full = ref _places[place];
        if (full.Rows == 0)
            return;
        FlatProgram<T>? program = tape.Pass.Program;
        TapeMark before = tape.Mark;
        int a = tape.AppendValue(new Shape(full.Rows, full.WidthA), full.A), b = tape.AppendValue(new Shape(full.Rows, full.WidthB), full.B);
        int product = tape.AppendOperation(full.Operation, new Shape(full.WidthA, full.WidthB), a, b);
        program?.Compute(full.Operation, product, gradient, full.WidthA * full.WidthB, accumulate: true);
        full.Operation.Forward(tape, product, tape.Arena.Span(gradient, full.WidthA * full.WidthB), accumulate: true);
        if (program is null)
            tape.Truncate(in before);
        full.Rows = 0;
    }

    // The gradient is complete: its place can be another's.
    public void Close(ref int place)
    {
        ref Place spent = ref _places[place];
        tape.Recycler.Give(spent.A, spent.Capacity * spent.WidthA);
        tape.Recycler.Give(spent.B, spent.Capacity * spent.WidthB);
        spent.Next = _free;
        _free = place;
        place = 0;
    }

    // Forgets all places: the recycler is about to be cleared.
    public void Clear()
    {
        Array.Clear(_places, 0, _count);
        _count = 1;
        _free = 0;
    }

    // Refused where the contribution is large enough as it is.
    private bool TryOpen(ref int place, in Entry<T> operation, int rows)
    {
        int widthA = operation.Shape[0], widthB = operation.Shape[1];
        long bytes = (widthA + (long)widthB) * rows * Unsafe.SizeOf<T>();
        long most = Math.Min(LargestPlaceBytes, 2L * widthA * widthB * Unsafe.SizeOf<T>());
        if (bytes == 0 || rows >= Enough || 2 * bytes > most)
            return false;
        int capacity = rows * (int)Math.Min((Enough + rows - 1) / rows, most / bytes);
        place = _free;
        if (place != 0)
            _free = _places[place].Next;
        else
            place = _count++;
        if (place == _places.Length)
            Array.Resize(ref _places, 2 * place);
        _places[place] = new Place
        {
            Operation = operation.Dispatcher!,
            WidthA = widthA,
            WidthB = widthB,
            Capacity = capacity,
            A = tape.Recycler.Take(capacity * widthA),
            B = tape.Recycler.Take(capacity * widthB),
        };
        return true;
    }

    private void Append(in Entry<T> rows, Block block, int before, int width)
    {
        Block to = block.Skip(before * width);
        tape.Pass.Program?.Add(rows.Value, to, rows.Shape.Count, accumulate: false);
        tape.Arena.Span(rows.Value, rows.Shape.Count).CopyTo(tape.Arena.Span(to, rows.Shape.Count));
    }

    private struct Place
    {
        public Dispatcher<T> Operation;
        public int WidthA, WidthB, Rows, Capacity, Next;
        public Block A, B;
    }
}
