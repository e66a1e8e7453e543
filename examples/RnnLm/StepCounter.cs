using AutoDiff.Rnn;

namespace AutoDiff.Examples.RnnLm;

/// <summary>A sequence that counts how many steps of the state are run on it.</summary>
/// <param name="sequence">The sequence.</param>
public sealed class StepCounter(LanguageSequence<float, HiddenState<float>> sequence) : ISequence<float, StackState<float, HiddenState<float>>>
{
    /// <summary>Steps run forward.</summary>
    public long Forward { get; private set; }

    /// <summary>Steps run backward once: those of segments with a loss.</summary>
    public long Backward { get; private set; }

    /// <summary>The sentence.</summary>
    public StreamChunk Chunk
    {
        get => sequence.Chunk;
        set => sequence.Chunk = value;
    }

    /// <inheritdoc/>
    public int Steps => sequence.Steps;

    /// <inheritdoc/>
    public StackState<float, HiddenState<float>> InitialState(Tape<float> tape) => sequence.InitialState(tape);

    /// <inheritdoc/>
    public int TargetCount(int from, int end) => sequence.TargetCount(from, end);

    /// <inheritdoc/>
    public Variable<float> Run(Tape<float> tape, in StackState<float, HiddenState<float>> state, Segment segment, out StackState<float, HiddenState<float>> next)
    {
        Forward += segment.Steps;
        if (segment.FirstLoss < segment.End)
            Backward += segment.Steps;
        return sequence.Run(tape, in state, segment, out next);
    }
}
