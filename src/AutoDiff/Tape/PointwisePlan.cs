using System.Numerics;

namespace AutoDiff;

/// <summary>
/// What the reverse rule of a pointwise operation does, learnt from one run of it: a contribution to each input that wants one,
/// which is the cotangent itself or a pointwise operation on cotangent, result and inputs. A sweep over many small arrays repeats it
/// without recording anything.
/// </summary>
internal sealed class PointwisePlan<T>(PointwisePlan<T>.Step first, PointwisePlan<T>.Step second, int count)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The operands of a step that are no input: those have their own numbers, from 0.
    public const int Cotangent = -1;
    public const int Result = -2;
    public const int Nothing = -3;

    // For rules that do more than a plan can say.
    public static readonly PointwisePlan<T> None = new(default, default, -1);

    private readonly Step _first = first;
    private readonly Step _second = second;

    public int Count => count;

    public ref readonly Step First => ref _first;

    public ref readonly Step this[int step] => ref step == 0 ? ref _first : ref _second;

    // The plan behind the contributions of the rule that has just run for an entry, whose cotangent is the entry `spent`.
    public static PointwisePlan<T> Learn(Tape<T> tape, int index, int spent)
    {
        int count = tape.ContributionCount;
        if (count > 2)
            return None;
        Step first = default, second = default;
        bool known = (count < 1 || TryLearn(tape, index, spent, 0, out first)) && (count < 2 || TryLearn(tape, index, spent, 1, out second));
        return known ? new PointwisePlan<T>(first, second, count) : None;
    }

    private static bool TryLearn(Tape<T> tape, int index, int spent, int position, out Step step)
    {
        step = default;
        Contribution contribution = tape.ContributionAt(position);
        if (contribution.IsStretched || !TryName(tape, index, spent, contribution.Target, out int input) || input < 0)
            return false;
        if (contribution.Value == spent)
        {
            step = new Step(input, null, Cotangent, Nothing);
            return true;
        }

        ref Entry<T> value = ref tape.EntryAt(contribution.Value);
        if (!value.Is(EntryFlags.Deferred) || !value.Dispatcher!.IsPointwise || value.InputCount is 0 or > 2)
            return false;
        int b = Nothing;
        if (!TryName(tape, index, spent, tape.InputOf(contribution.Value, 0), out int a)
            || (value.InputCount == 2 && !TryName(tape, index, spent, tape.InputOf(contribution.Value, 1), out b)))
            return false;
        step = new Step(input, value.Dispatcher, a, b);
        return true;
    }

    private static bool TryName(Tape<T> tape, int index, int spent, int entry, out int name)
    {
        name = entry == spent ? Cotangent : entry == index ? Result : Nothing;
        for (int input = 0; name == Nothing && input < tape.EntryAt(index).InputCount; input++)
        {
            if (tape.InputOf(index, input) == entry)
                name = input;
        }

        return name != Nothing;
    }

    // Adds to the cotangent of an input; without an operation, the operand `A` itself.
    internal readonly record struct Step(int Input, Dispatcher<T>? Operation, int A, int B)
    {
        public bool ReadsCotangent { get; } = A == Cotangent || B == Cotangent;
    }
}
