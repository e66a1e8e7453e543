namespace AutoDiff.Tests.Rnn.Support;

public enum CellKind
{
    Elman,
    Lstm,
    Gru,
}
