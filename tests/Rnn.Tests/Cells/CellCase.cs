using System;
using AutoDiff.Layers;

namespace AutoDiff.Tests.Rnn.Cells;

// A cell of the table, whatever its state is: what must hold of it. A proof returns null, or what is broken.
internal abstract class CellCase(string name)
{
    public string Name { get; } = name;

    public abstract Type Type { get; }

    public abstract string? IsItsFormula(Random random);

    public abstract void HasRightDerivatives();

    public abstract void HasADifferentiablePenalty();

    public abstract void IsMapped();

    public abstract string? RunsAsItSteps(Random random);

    public abstract string? Truncates(Random random);

    public abstract string? LooksUpOneHot(Random random);

    public abstract string? ReplaysItsNoise(Random random);

    public abstract void BeginsAnewByRow();

    public abstract void KeepsItsParametersInAFile();

    public abstract void IsRefusedWithoutATrace();

    public abstract long BytesOfAStep();

    public abstract object Make(int inputs, int hidden, RandomStream random);
}
