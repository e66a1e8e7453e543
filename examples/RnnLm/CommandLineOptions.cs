using System.Collections.Generic;
using System.CommandLine;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.RnnLm;

/// <summary>The options as the command line has them.</summary>
internal sealed class CommandLineOptions
{
    private const string StandardPolicies = "none,chunks:3,window:1,window:3";

    private static readonly Settings Defaults = new();

    private readonly Option<string?> _data = New<string?>("--data", "FOLDER", "A folder with wiki-dev.txt, wiki-test.txt (trained on, unless there is a wiki-train.txt) and vocab.wiki.txt. Default: sentences of a toy grammar.");
    private readonly Option<int?> _sentences = New<int?>("--sentences", "N", "Sentences to train on, the first of the file. Default: 1000.");
    private readonly Option<int?> _vocabulary = New<int?>("--vocabulary", "N", "Words to know, the most frequent; the others are UNK. Default: 2000.");
    private readonly Option<string?> _policies = New<string?>("--policies", "LIST", $"What to compare, with commas: none, chunks:K, window:K, window:K:STRIDE. Default: {StandardPolicies}.");
    private readonly Option<string?> _lookbacks = New<string?>("--lookbacks", "LIST", "Windows to compare, as lookbacks: 0,2,5 are window:1, window:3 and window:6.");
    private readonly Option<int> _hidden = New("--hidden", "N", "Features of the state.", Defaults.Hidden);
    private readonly Option<string> _activation = New("--activation", "tanh|sigmoid", "The nonlinearity of the state.", "tanh");
    private readonly Option<double> _learningRate = New("--learning-rate", "X", "The learning rate of the first epoch.", Defaults.LearningRate);
    private readonly Option<double> _anneal = New("--anneal", "A", "The rate of an epoch is that of the first times A / (A + epoch), counted from 0; 0 for a rate that stays.", Defaults.Anneal);
    private readonly Option<int> _epochs = New("--epochs", "N", "Passes over the sentences.", Defaults.Epochs);
    private readonly Option<int?> _steps = New<int?>("--steps", "N", "Updates of the weights at which a training ends, if that is earlier.");
    private readonly Option<int> _batch = New("--batch", "N", "Sentences between two updates.", Defaults.Batch);
    private readonly Option<int> _seeds = New("--seeds", "N", "How many seeds to train each policy with.", Defaults.Seeds);
    private readonly Option<int> _seed = New("--seed", "N", "The first seed, of the weights and the order of sentences.", Defaults.FirstSeed);
    private readonly Option<string?> _json = New<string?>("--json", "FILE", "Where all numbers go as JSON, after each training.");

    public CommandLineOptions()
    {
        _activation.AcceptOnlyFromAmong("tanh", "sigmoid");
        Root = new RootCommand("Trains softmax(V tanh(U x + W s)) as a language model of words, with several truncations of backpropagation through time side by side.")
        {
            _data, _sentences, _vocabulary, _policies, _lookbacks, _hidden, _activation, _learningRate, _anneal, _epochs, _steps, _batch, _seeds, _seed, _json,
        };
    }

    public RootCommand Root { get; }

    public Options Read(ParseResult result)
    {
        Settings settings = new()
        {
            Hidden = result.GetValue(_hidden),
            Activation = result.GetValue(_activation) == "sigmoid" ? Activation.Sigmoid : Activation.Tanh,
            LearningRate = result.GetValue(_learningRate),
            Anneal = result.GetValue(_anneal),
            Epochs = result.GetValue(_epochs),
            Steps = result.GetValue(_steps),
            Batch = result.GetValue(_batch),
            Seeds = result.GetValue(_seeds),
            FirstSeed = result.GetValue(_seed),
        };
        settings.Check();
        return new Options(settings, Policies(result.GetValue(_policies), result.GetValue(_lookbacks)), result.GetValue(_data), result.GetValue(_sentences), result.GetValue(_vocabulary), result.GetValue(_json));
    }

    private static IReadOnlyList<Policy> Policies(string? policies, string? lookbacks) =>
    [
        .. policies is null && lookbacks is not null ? [] : Policy.ReadList(policies ?? StandardPolicies),
        .. lookbacks is null ? [] : Policy.ReadLookbacks(lookbacks),
    ];

    private static Option<T> New<T>(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<T> New<T>(string name, string value, string description, T standard) => new(name) { HelpName = value, Description = description, DefaultValueFactory = _ => standard };
}
