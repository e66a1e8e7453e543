using System.Numerics;

namespace AutoDiff;

// Everything that the derivative of a GRU step is made of, as variables, and the derivative in both directions.
internal readonly ref struct GruGateValues<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T> _state;

    public GruGateValues(Variable<T> inputGates, Variable<T> hiddenGates, Variable<T> state)
    {
        _state = state;
        Reset = Ops.Sigmoid(Part(inputGates, 0) + Part(hiddenGates, 0));
        Update = Ops.Sigmoid(Part(inputGates, 1) + Part(hiddenGates, 1));
        Recurrent = Part(hiddenGates, 2);
        Candidate = Ops.Tanh(Part(inputGates, 2) + (Reset * Recurrent));
    }

    public Variable<T> Reset { get; }

    public Variable<T> Update { get; }

    // What the state contributes to the candidate, before the reset gate.
    public Variable<T> Recurrent { get; }

    public Variable<T> Candidate { get; }

    public Variable<T> CandidateSlope => T.One - (Candidate * Candidate);

    // h'Dot from the tangent of one of the two gate arrays, whose last third reaches the candidate by the given slope.
    public Variable<T> Tangent(Variable<T> gatesDot, Variable<T> candidateSlope)
    {
        Variable<T> candidateDot = (Part(gatesDot, 2) * candidateSlope) + (Part(gatesDot, 0) * ResetSlope * Recurrent * CandidateSlope);
        return (candidateDot * (T.One - Update)) + (Part(gatesDot, 1) * UpdateSlope * (_state - Candidate));
    }

    // The cotangents of both gate arrays from that of h'.
    public Variable<T> Cotangents(Variable<T> hBar, out Variable<T> hiddenBar)
    {
        Variable<T> candidateBar = hBar * (T.One - Update) * CandidateSlope;
        Variable<T> updateBar = hBar * (_state - Candidate) * UpdateSlope;
        Variable<T> resetBar = candidateBar * Recurrent * ResetSlope;
        hiddenBar = Ops.Concatenate(1, resetBar, updateBar, candidateBar * Reset);
        return Ops.Concatenate(1, resetBar, updateBar, candidateBar);
    }

    private Variable<T> ResetSlope => Reset * (T.One - Reset);

    private Variable<T> UpdateSlope => Update * (T.One - Update);

    private Variable<T> Part(Variable<T> gates, int third)
    {
        int hidden = _state.Shape[1];
        return Ops.Slice(gates, 1, third * hidden, hidden);
    }
}
