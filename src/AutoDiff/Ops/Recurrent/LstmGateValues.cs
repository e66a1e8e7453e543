using System.Numerics;

namespace AutoDiff;

// Everything that the derivative of an LSTM step is made of, as variables, and the derivative in both directions.
internal readonly ref struct LstmGateValues<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _hidden;

    // `cell` is the cell state before the step, `next` the one after it.
    public LstmGateValues(Variable<T> gates, Variable<T> cell, Variable<T> next)
    {
        _hidden = cell.Shape[1];
        Cell = cell;
        Input = Ops.Sigmoid(Part(gates, 0));
        Forget = Ops.Sigmoid(Part(gates, 1));
        Candidate = Ops.Tanh(Part(gates, 2));
        Output = Ops.Sigmoid(Part(gates, 3));
        Squashed = Ops.Tanh(next);
    }

    public Variable<T> Cell { get; }

    public Variable<T> Input { get; }

    public Variable<T> Forget { get; }

    public Variable<T> Candidate { get; }

    public Variable<T> Output { get; }

    // tanh(c').
    public Variable<T> Squashed { get; }

    public Variable<T> SquashedSlope => T.One - (Squashed * Squashed);

    // h'Dot from the gates' tangents, and c'Dot from cDot.
    public Variable<T> Tangent(Variable<T> gatesDot, ref Variable<T> cDot)
    {
        cDot = (cDot * Forget) + (Part(gatesDot, 0) * InputSlope * Candidate) + (Part(gatesDot, 1) * ForgetSlope * Cell) + (Part(gatesDot, 2) * CandidateSlope * Input);
        return (Part(gatesDot, 3) * OutputSlope * Squashed) + (cDot * Output * SquashedSlope);
    }

    // The gates' cotangents from those of h' and c', and cBar from c'Bar.
    public Variable<T> Cotangents(Variable<T> hBar, ref Variable<T> cBar)
    {
        Variable<T> nextBar = cBar + (hBar * Output * SquashedSlope);
        cBar = nextBar * Forget;
        return Ops.Concatenate(1, nextBar * Candidate * InputSlope, nextBar * Cell * ForgetSlope, nextBar * Input * CandidateSlope, hBar * Squashed * OutputSlope);
    }

    private Variable<T> InputSlope => Input * (T.One - Input);

    private Variable<T> ForgetSlope => Forget * (T.One - Forget);

    private Variable<T> CandidateSlope => T.One - (Candidate * Candidate);

    private Variable<T> OutputSlope => Output * (T.One - Output);

    private Variable<T> Part(Variable<T> gates, int quarter) => Ops.Slice(gates, 1, quarter * _hidden, _hidden);
}
