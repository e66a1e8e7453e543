using System;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>A task whose answer stands far before the question: sequences that are made as they are needed, and the loss of an answer.</summary>
/// <param name="length">T, as papers count it.</param>
public abstract class LongTask(int length)
{
    /// <summary>T, as papers count it.</summary>
    public int Length { get; } = length;

    /// <summary>Steps of a sequence.</summary>
    public abstract int Steps { get; }

    /// <summary>Features of an input.</summary>
    public abstract int InputSize { get; }

    /// <summary>Features of an answer.</summary>
    public abstract int OutputSize { get; }

    /// <summary>The first step with a loss; all later ones have one too.</summary>
    public abstract int FirstLoss { get; }

    /// <summary>What the loss is called.</summary>
    public abstract string LossName { get; }

    /// <summary>The loss of the best answer that needs no memory.</summary>
    public abstract double Baseline { get; }

    /// <summary>The loss below which the task counts as solved.</summary>
    public abstract double Solved { get; }

    /// <summary>Makes sequences; each address has its own.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="number">Which batch of the seed.</param>
    /// <param name="batch">Where they go.</param>
    public abstract void Draw(ulong seed, ulong number, TaskBatch batch);

    /// <summary>The loss of answers, summed over steps and rows.</summary>
    /// <param name="answers">The answers <c>[steps · rows, outputs]</c>, time first.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="first">The step of the first answer.</param>
    public abstract Variable<float> Loss(Variable<float> answers, TaskBatch batch, int first);

    /// <summary>How many answers are right, and of how many: of those that need memory.</summary>
    /// <param name="answers">The answers of all steps with a loss, <c>[steps · rows, outputs]</c>, time first.</param>
    /// <param name="batch">The sequences.</param>
    public abstract (int Right, int Count) Judge(ReadOnlySpan<float> answers, TaskBatch batch);
}
