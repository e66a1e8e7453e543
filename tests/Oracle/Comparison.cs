using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Oracle;

// All comparisons in one precision, by operation.
internal sealed class Comparison<T>(Bounds bounds)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<string, (int Cases, Difference Worst)> _operations = [];

    public IReadOnlyDictionary<string, (int Cases, Difference Worst)> Operations => _operations;

    // Without the cases in which PyTorch is known to be less exact than the bounds.
    public Difference Worst { get; } = new();

    public List<string> Disagreements { get; } = [];

    // Operations with PyTorch's own words.
    public SortedDictionary<string, string> WithoutSecond { get; } = new(StringComparer.Ordinal);

    public void Run(TorchOracle torch, Case<T> subject, ulong seed, ulong stream)
    {
        Question question;
        Derivatives ours, recorded;
        try
        {
            (question, ours, recorded) = new Trial<T>(subject, seed, stream).Run();
        }
        catch (Exception error)
        {
            Disagreements.Add($"{subject}, {typeof(T).Name}: we refuse: {error.Message}");
            return;
        }

        (Derivatives? theirs, string? refusal) = torch.Ask(question);
        if (theirs is null)
        {
            Disagreements.Add($"{subject}, {typeof(T).Name}: PyTorch refuses: {refusal}");
            return;
        }

        if (refusal is not null)
            WithoutSecond[subject.Operation] = refusal;
        Difference difference = Difference.Of(ours, theirs);
        difference.Include(Difference.Of(recorded, theirs));
        if (!difference.Within(bounds, subject.TheirError))
            Disagreements.Add(
                $"{subject}, {typeof(T).Name}: relative differences: {difference.Value:0.0e+00} of values, {difference.Gradient:0.0e+00} of gradients, "
                    + $"{difference.Second:0.0e+00} of second order; stream {stream}");
        (int cases, Difference worst) = _operations.TryGetValue(subject.Operation, out (int Cases, Difference Worst) known) ? known : (0, new Difference());
        worst.Include(difference);
        if (subject.TheirError == 0)
            Worst.Include(difference);
        _operations[subject.Operation] = (cases + 1, worst);
    }
}
