using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Benchmarks.Workloads;

// The language models that are trained chunk by chunk.
internal static class LanguageModels
{
    private const int Words = 10_000, WordRows = 20, WordSteps = 35, Characters = 65, CharacterRows = 50, CharacterSteps = 50;

    public static Case Elman { get; } = OfWords<HiddenState<float>>("elman-ptb", "simple recurrent layer of 200", ElmanCell, layers: 1, hidden: 200, gates: 1, goal: 1.4);

    public static Case PtbSmall { get; } = OfWords<LstmState<float>>("ptb-small", "LSTM 2x200", LstmCell, layers: 2, hidden: 200, gates: 4, goal: 1.75);

    public static Case PtbMedium { get; } = OfWords<LstmState<float>>("ptb-medium", "LSTM 2x650", LstmCell, layers: 2, hidden: 650, gates: 4, goal: 1.6);

    public static Case CharLm { get; } = OfCharacters<LstmState<float>>("charlm", "LSTM 2x128", LstmCell, hidden: 128, gates: 4, goal: 2.4);

    public static Case CharLm512 { get; } = OfCharacters<LstmState<float>>("charlm512", "LSTM 2x512", LstmCell, hidden: 512, gates: 4, goal: 2.2);

    public static Case Gru128 { get; } = OfCharacters<HiddenState<float>>("gru128", "GRU 2x128", GruCell, hidden: 128, gates: 3, goal: 2.6);

    public static Case Gru512 { get; } = OfCharacters<HiddenState<float>>("gru512", "GRU 2x512", GruCell, hidden: 512, gates: 3, goal: 1.7);

    private delegate ICell<float, TState> MakeCell<TState>(int inputs, int hidden, RandomStream random)
        where TState : struct, IState<TState, float>;

    private static ElmanCell<float> ElmanCell(int inputs, int hidden, RandomStream random) => new(inputs, hidden, random);

    private static LstmCell<float> LstmCell(int inputs, int hidden, RandomStream random) => new(inputs, hidden, random);

    private static GruCell<float> GruCell(int inputs, int hidden, RandomStream random) => new(inputs, hidden, random);

    private static Case OfWords<TState>(string name, string network, MakeCell<TState> cell, int layers, int hidden, int gates, double goal)
        where TState : struct, IState<TState, float>
    {
        const int Tokens = WordRows * WordSteps;
        return new(name, $"word model: embedding, {network}, vocabulary {Words:N0}, batch {WordRows}, T {WordSteps}, clip by norm, SGD", Open)
        {
            Unit = "token",
            Units = Tokens,
            Goal = goal,
            Flops = (layers * Flops.Recurrent(Tokens, hidden, hidden, gates)) + Flops.Linear(Tokens, hidden, Words),
        };

        LanguageModelWorkload<TState> Open()
        {
            RandomStream random = new(0);
            Embedding<float> embedding = new(Words, hidden, random);
            RecurrentStack<float, TState> stack = new([.. Enumerable.Range(0, layers).Select(_ => cell(hidden, hidden, random))]);
            Linear<float> output = new(hidden, Words, random);
            Initial.Fill(embedding, 10, 0.05f);
            Initial.FillStack(stack.Cells, 20, 0.05f);
            Initial.Fill(output, 40, 0.05f);
            return new(new(embedding, stack, output), WordSteps, WordRows, parameters => new Sgd<float>(parameters, 1), parameters => GradientClipping.ByGlobalNorm(parameters, 5));
        }
    }

    private static Case OfCharacters<TState>(string name, string network, MakeCell<TState> cell, int hidden, int gates, double goal)
        where TState : struct, IState<TState, float>
    {
        const int Tokens = CharacterRows * CharacterSteps;
        return new(name, $"character model: one-hot, {network}, vocabulary {Characters}, batch {CharacterRows}, T {CharacterSteps}, clip by value, RMSprop", Open)
        {
            Unit = "character",
            Units = Tokens,
            Goal = goal,
            Flops = Flops.RecurrentPart(Tokens, hidden, gates) + Flops.Recurrent(Tokens, hidden, hidden, gates) + Flops.Linear(Tokens, hidden, Characters),
        };

        LanguageModelWorkload<TState> Open()
        {
            RandomStream random = new(0);
            RecurrentStack<float, TState> stack = new([cell(Characters, hidden, random), cell(hidden, hidden, random)]);
            Linear<float> output = new(hidden, Characters, random);
            Initial.FillStack(stack.Cells, 20, 0.08f);
            Initial.Fill(output, 40, 0.08f);
            return new(
                new(null, stack, output),
                CharacterSteps,
                CharacterRows,
                parameters => new RmsProp<float>(parameters, 2e-3, 0.95),
                parameters => GradientClipping.ByValue(parameters, 5));
        }
    }
}
