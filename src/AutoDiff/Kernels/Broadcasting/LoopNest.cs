using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The fewest nested loops that walk an array of shape `whole` together with up to three arrays that broadcast to it.
// Adjacent axes on which every operand does the same (advances or stands still) are one loop. Loop 0 is the innermost.
internal struct LoopNest
{
    private Numbers _lengths;
    private Numbers _indices;
    private OperandNumbers _steps;
    private Operands _offsets;
    private Operands _counts;
    private int _lastKind;

    public LoopNest(in Shape whole, in Shape a)
        : this(in whole, in a, in a, in a)
    {
    }

    public LoopNest(in Shape whole, in Shape a, in Shape b)
        : this(in whole, in a, in b, in b)
    {
    }

    public LoopNest(in Shape whole, in Shape a, in Shape b, in Shape c)
    {
        _lastKind = -1;
        _counts[0] = _counts[1] = _counts[2] = 1;
        for (int fromEnd = 1; fromEnd <= whole.Rank; fromEnd++)
            Append(whole.LengthFromEnd(fromEnd), a.LengthFromEnd(fromEnd), b.LengthFromEnd(fromEnd), c.LengthFromEnd(fromEnd));
        if (Depth == 0)
            Append(1, 1, 1, 1, kind: 0);
    }

    // The number of loops, at least 1.
    public int Depth { get; private set; }

    // Whether the walk has visited every run.
    public bool Done { get; private set; }

    // Where the current run starts in the whole array.
    public int Start { get; private set; }

    public readonly int Length(int loop) => _lengths[loop];

    // How far the operand advances per round of the loop: 0 where it is stretched.
    public readonly int Step(int loop, int operand) => _steps[(loop * 3) + operand];

    // Where the current run starts in the operand.
    public readonly int Offset(int operand) => _offsets[operand];

    // How many elements of the operand the innermost loop reads: all, or one for every element of the run.
    public readonly int Run(int operand) => Step(0, operand) == 0 ? 1 : _lengths[0];

    // To the next run, when the `inner` innermost loops have been done by the caller.
    public void Advance(int inner)
    {
        int size = 1;
        for (int loop = 0; loop < inner; loop++)
            size *= _lengths[loop];
        Start += size;
        for (int loop = inner; loop < Depth; loop++)
        {
            for (int operand = 0; operand < 3; operand++)
                _offsets[operand] += Step(loop, operand);
            if (++_indices[loop] < _lengths[loop])
                return;
            _indices[loop] = 0;
            for (int operand = 0; operand < 3; operand++)
                _offsets[operand] -= Step(loop, operand) * _lengths[loop];
        }

        Done = true;
    }

    private void Append(int whole, int a, int b, int c)
    {
        if (whole != 1)
            Append(whole, a, b, c, kind: (a == 1 ? 1 : 0) | (b == 1 ? 2 : 0) | (c == 1 ? 4 : 0));
        _counts[0] *= a;
        _counts[1] *= b;
        _counts[2] *= c;
    }

    private void Append(int whole, int a, int b, int c, int kind)
    {
        if (kind == _lastKind)
        {
            _lengths[Depth - 1] *= whole;
            return;
        }

        _lastKind = kind;
        _lengths[Depth] = whole;
        _steps[(Depth * 3) + 0] = a == 1 && whole != 1 ? 0 : _counts[0];
        _steps[(Depth * 3) + 1] = b == 1 && whole != 1 ? 0 : _counts[1];
        _steps[(Depth * 3) + 2] = c == 1 && whole != 1 ? 0 : _counts[2];
        Depth++;
    }

    [InlineArray(Shape.MaxRank)]
    private struct Numbers
    {
        private int _first;
    }

    [InlineArray(Shape.MaxRank * 3)]
    private struct OperandNumbers
    {
        private int _first;
    }

    [InlineArray(3)]
    private struct Operands
    {
        private int _first;
    }
}
