using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Flow;

// Rows of several lengths side by side: squared norms are the sums of those of the rows, each measured alone.
public sealed class PackedFlowTests
{
    private const int Vocabulary = 5;

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void A_report_of_packed_rows_is_that_of_its_rows(CellKind kind)
    {
        if (kind == CellKind.Lstm)
            Compare((inputs, random) => new LstmCell<double>(inputs, 3, random));
        else if (kind == CellKind.Gru)
            Compare((inputs, random) => new GruCell<double>(inputs, 3, random));
        else
            Compare((inputs, random) => new ElmanCell<double>(inputs, 3, random));
    }

    private static void Compare<TState>(Func<int, RandomStream, ICell<double, TState>> make)
        where TState : struct, IState<TState, double>
    {
        Random random = new(4);
        RandomStream weights = new(4);
        RecurrentStack<double, TState> stack = new([make(2, weights), make(3, weights)]);
        LanguageModel<double, TState> model = new(new Embedding<double>(Vocabulary, 2, weights), stack, new Linear<double>(3, Vocabulary, weights));
        Numbers.Redraw(random, model.Parameters);
        int[][] tokens = [.. ((int[])[3, 6, 0, 1, 6]).Select(length => Numbers.Classes(random, length, Vocabulary))];
        int[][] targets = [.. tokens.Select(row => Numbers.Classes(random, row.Length, Vocabulary))];
        FlowReport packed = Flows.Of(Packed(model, tokens, targets));
        FlowReport[] rows = [.. tokens.Zip(targets).Where(row => row.First.Length > 0).Select(row =>
            Flows.Of(new LanguageSequence<double, TState>(model) { Chunk = new StreamChunk(row.First, row.Second, row.First.Length, 1, row.First.Length) }))];

        Assert.Equal([.. rows[0].Places.Select(place => place.Name)], packed.Places.Select(place => place.Name));
        Assert.Equal(model.Stack.Cells[0] is IGatedCell, packed.Places.Any(place => place.IsGate));
        for (int place = 0; place < packed.Places.Count; place++)
        {
            for (int step = 0; step < 6; step++)
                Assert.Equal(Flows.Norm([.. rows.Where(row => step < row.Steps).Select(row => row.Places[place].Steps[step])]), packed.Places[place].Steps[step], 12);
        }

        for (int step = 0; step < 6; step++)
        {
            FollowedLoss[] losses = [.. rows.Where(row => step < row.Steps).Select(row => row.Losses[step])];
            Assert.Equal(losses.Sum(loss => loss.Value), packed.Losses[step].Value, 12);
            for (int lag = 0; lag <= step; lag++)
                Assert.Equal(Flows.Norm([.. losses.Select(loss => loss.Norms[lag])]), packed.Losses[step].Norms[lag], 12);
        }
    }

    private static SentenceSequence<double, TState> Packed<TState>(LanguageModel<double, TState> model, int[][] tokens, int[][] targets)
        where TState : struct, IState<TState, double>
    {
        PackedRows rows = new([.. tokens.Select(row => row.Length)]);
        int[] inputs = new int[rows.Count], next = new int[rows.Count];
        for (int row = 0; row < tokens.Length; row++)
        {
            rows.PackRow<int>(row, tokens[row], inputs);
            rows.PackRow<int>(row, targets[row], next);
        }

        SentenceSequence<double, TState> sequence = new(model);
        sequence.Set(rows, inputs, next);
        return sequence;
    }
}
