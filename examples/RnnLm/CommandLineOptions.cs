using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace AutoDiff.Examples.RnnLm;

/// <summary>The options of the command line.</summary>
internal sealed class CommandLineOptions
{
    private const string StandardPolicies = "none,chunks:3,window:1,window:3,window:6";

    private static readonly Settings Defaults = new(), Toy = Settings.Toy;

    private readonly Option<string?> _data = New<string?>(
        "--data",
        "FOLDER",
        "A folder with wiki-dev.txt, wiki-test.txt (trained on, unless there is a wiki-train.txt) and vocab.wiki.txt. Default: sentences of a toy grammar.");
    private readonly Option<int?> _sentences = New<int?>("--sentences", "N", "Sentences to train on, the first of the file. Default: 1000.");
    private readonly Option<int?> _vocabulary = New<int?>("--vocabulary", "N", "Words to know, the most frequent; the others are UNK. Default: 2000.");
    private readonly Option<string?> _policies = New<string?>("--policies", "LIST", $"What to compare, with commas: {TruncationForms.All}. Default: {StandardPolicies}.");
    private readonly NumberListOption<int> _lookbacks = new("--lookbacks", "Windows to compare, as lookbacks: 0,2,5 are window:1, window:3 and window:6.", 0, int.MaxValue - 1);
    private readonly NumberListOption<int> _hidden = new("--hidden", $"Features of the state, with commas to compare several. Default: {Defaults.Hidden}.", 1, 10_000);
    private readonly Option<string> _activation = New("--activation", "tanh|sigmoid", "The nonlinearity of the state.", "tanh");
    private readonly Option<OutputKind?> _output = New<OutputKind?>(
        "--output",
        "full|adaptive|sampled",
        "The softmax: over all words, with rare words in a cluster, or trained on a sample of the words. Default: full.");
    private readonly NumberListOption<double> _learningRate = new(
        "--learning-rate",
        $"The learning rate of the first epoch, with commas to compare several. Default: {Defaults.LearningRate} with --data and --activation sigmoid, "
            + $"else {Toy.LearningRate}: tanh does not bear more.",
        0,
        1e38);

    private readonly Option<double?> _anneal = New<double?>(
        "--anneal",
        "A",
        $"The rate of an epoch is that of the first times A / (A + epoch), counted from 0; 0 for a rate that stays. {Standard(Defaults.Anneal, Toy.Anneal)}");
    private readonly Option<int?> _epochs = New<int?>("--epochs", "N", $"Passes over the sentences. {Standard(Defaults.Epochs, Toy.Epochs)}");
    private readonly Option<int?> _steps = New<int?>("--steps", "N", "Updates of the weights at which a training ends, if that is earlier.");
    private readonly Option<int?> _batch = New<int?>("--batch", "N", $"Sentences between two updates. {Standard(Defaults.Batch, Toy.Batch)}");
    private readonly Option<int> _seeds = New("--seeds", "N", "How many seeds to train each place of the grid with.", Defaults.Seeds);
    private readonly Option<int> _seed = New("--seed", "N", "The first seed, of the weights and the order of sentences.", Defaults.FirstSeed);

    public CommandLineOptions()
    {
        _activation.AcceptOnlyFromAmong("tanh", "sigmoid");
        Root = new RootCommand(
            "Trains softmax(V tanh(U x + W s)) as a language model of words: several truncations of backpropagation through time, sizes and learning "
                + "rates side by side.")
        {
            _data, _sentences, _vocabulary, _policies, _lookbacks, _hidden, _activation, _output, _learningRate, _anneal, _epochs, _steps, _batch, _seeds, _seed, Picture, Json,
        };
    }

    public RootCommand Root { get; }

    public FileOption Picture { get; } = new("--picture", "Where a chart of the dev losses goes, as SVG.");

    public JsonOption Json { get; } = new();

    // What the command line asks for, with its sentences.
    public Comparison Read(ParseResult result)
    {
        string? data = result.GetValue(_data);
        Settings standard = data is null ? Toy : Defaults;
        Activation activation = result.GetValue(_activation) == "sigmoid" ? Activation.Sigmoid : Activation.Tanh;
        IReadOnlyList<int> hidden = _hidden.Read(result) ?? [Defaults.Hidden];
        IReadOnlyList<double> rates = _learningRate.Read(result) ?? [(data is not null && activation == Activation.Sigmoid ? Defaults : Toy).LearningRate];
        Settings settings = new()
        {
            Hidden = hidden[0],
            Activation = activation,
            Output = result.GetValue(_output) ?? OutputKind.Full,
            LearningRate = rates[0],
            Anneal = result.GetValue(_anneal) ?? standard.Anneal,
            Epochs = result.GetValue(_epochs) ?? standard.Epochs,
            Steps = result.GetValue(_steps),
            Batch = result.GetValue(_batch) ?? standard.Batch,
            Seeds = result.GetValue(_seeds),
            FirstSeed = result.GetValue(_seed),
        };
        settings.Check();
        IReadOnlyList<Policy> policies = Policies(result.GetValue(_policies), _lookbacks.Read(result));
        Trial[] trials = [.. hidden.SelectMany(size => rates.SelectMany(rate => policies.Select(policy => new Trial(
            policy, settings with { Hidden = size, LearningRate = rate }))))];
        return new Comparison(Corpus.Load(data, result.GetValue(_sentences), result.GetValue(_vocabulary)), settings, trials) { HasPublished = data is not null };
    }

    private static string Standard(double data, double toy) => $"Default: {data} with --data, {toy} without.";

    private static IReadOnlyList<Policy> Policies(string? policies, IReadOnlyList<int>? lookbacks) =>
    [
        .. policies is null && lookbacks is not null ? [] : Policy.ReadList(policies ?? StandardPolicies),
        .. lookbacks is null ? [] : lookbacks.Select(Policy.OfLookback),
    ];

    private static Option<T> New<T>(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<T> New<T>(string name, string value, string description, T standard) =>
        new(name) { HelpName = value, Description = description, DefaultValueFactory = _ => standard };
}
