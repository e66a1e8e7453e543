using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Benchmarks.Workloads;

// The language models that are trained chunk by chunk.
internal static class LanguageModels
{
    public static Case PtbSmall { get; } =
        new("ptb-small", "word model: embedding, LSTM 2x200, vocabulary 10,000, batch 20, T 35, clip by norm, SGD", OpenPtbSmall) { Unit = "token", Units = 20 * 35, Goal = 1.75 };

    public static Case CharLm { get; } =
        new("charlm", "character model: one-hot, LSTM 2x128, vocabulary 65, batch 50, T 50, clip by value, RMSprop", () => OpenCharacterModel<LstmState<float>>((inputs, hidden) => new LstmCell<float>(inputs, hidden, new RandomStream(0))))
        { Unit = "character", Units = 50 * 50, Goal = 2.4 };

    public static Case Gru128 { get; } =
        new("gru128", "the same with GRU 2x128", () => OpenCharacterModel<HiddenState<float>>((inputs, hidden) => new GruCell<float>(inputs, hidden, new RandomStream(0))))
        { Unit = "character", Units = 50 * 50, Goal = 2.6 };

    private delegate ICell<float, TState> MakeCell<TState>(int inputs, int hidden)
        where TState : struct, IState<TState, float>;

    private static LanguageModelWorkload<LstmState<float>> OpenPtbSmall()
    {
        const int Vocabulary = 10_000, Hidden = 200;
        RandomStream random = new(0);
        Embedding<float> embedding = new(Vocabulary, Hidden, random);
        RecurrentStack<float, LstmState<float>> stack = new([.. Enumerable.Range(0, 2).Select(_ => new LstmCell<float>(Hidden, Hidden, random))]);
        Linear<float> output = new(Hidden, Vocabulary, random);
        Initial.Fill(embedding, 10, 0.05f);
        Initial.FillStack(stack.Cells, 20, 0.05f);
        Initial.Fill(output, 40, 0.05f);
        return new(new(embedding, stack, output), 35, 20, parameters => new Sgd<float>(parameters, 1), parameters => GradientClipping.ByGlobalNorm(parameters, 5));
    }

    private static LanguageModelWorkload<TState> OpenCharacterModel<TState>(MakeCell<TState> cell)
        where TState : struct, IState<TState, float>
    {
        const int Vocabulary = 65, Hidden = 128;
        RecurrentStack<float, TState> stack = new([cell(Vocabulary, Hidden), cell(Hidden, Hidden)]);
        Linear<float> output = new(Hidden, Vocabulary, new RandomStream(1));
        Initial.FillStack(stack.Cells, 20, 0.08f);
        Initial.Fill(output, 40, 0.08f);
        return new(new(null, stack, output), 50, 50, parameters => new RmsProp<float>(parameters, 2e-3, 0.95), parameters => GradientClipping.ByValue(parameters, 5));
    }
}
