using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>The options as the command line has them.</summary>
internal sealed class CommandLineOptions
{
    private static readonly Settings Defaults = new();

    private readonly Option<string?> _text = New<string?>("--text", "FILE", "The text to learn from, UTF-8. Default: the project's own sources, the *.cs files of its libraries.");
    private readonly Option<CellKind?> _cell = New<CellKind?>("--cell", "elman|lstm|gru", "The recurrent cell. Default: lstm.");
    private readonly Option<int> _layers = New("--layers", "N", "Cells on top of each other.", Defaults.Layers);
    private readonly Option<int> _hidden = New("--hidden", "N", "Features of a cell's state.", Defaults.Hidden);
    private readonly Option<int> _embedding = New("--embedding", "N", "Features of a character's vector; 0 for one-hot.", Defaults.Embedding);
    private readonly Option<string> _truncation = New(
        "--truncation",
        "none|chunks:K|window:K[:STRIDE]",
        "How far losses are followed back within a sequence of steps: all the way, within chunks of K steps, or through a window of the last K steps, "
            + "moved by STRIDE (1).",
        Defaults.Truncation.Text);
    private readonly Option<int> _stepsPerSequence = New(
        "--steps-per-sequence", "N", "Characters of each row between two updates of the weights. The state is carried on.", Defaults.StepsPerSequence);
    private readonly Option<int> _batch = New("--batch", "N", "Rows of the text that run side by side.", Defaults.Batch);
    private readonly Option<OptimizerKind?> _optimizer = New<OptimizerKind?>("--optimizer", "sgd|rmsprop|adam", "How weights are updated; sgd has momentum 0.9. Default: adam.");
    private readonly Option<double> _learningRate = New("--learning-rate", "X", "The learning rate of the first epoch.", Defaults.LearningRate);
    private readonly Option<double> _decay = New("--decay", "X", "What the learning rate is multiplied with after each epoch.", Defaults.Decay);
    private readonly Option<double> _clip = New("--clip", "NORM", "The largest norm of the gradient of the mean loss; 0 for no limit.", Defaults.Clip);
    private readonly Option<double> _dropout = New("--dropout", "P", "The probability of dropping a feature between layers and before the output.", Defaults.Dropout);
    private readonly Option<ulong> _seed = New("--seed", "N", "Where weights, masks and samples come from: the same seed gives the same run.", Defaults.Seed);
    private readonly Option<double> _validation = New("--validation", "FRACTION", "The part of the text, at its end, that is held back for validation.", Defaults.Validation);
    private readonly Option<long?> _epochs = New<long?>("--epochs", "N", $"Passes over the text at which the run ends. Default: {Limits.Default.Epochs}.");
    private readonly Option<long?> _steps = New<long?>("--steps", "N", "Steps at which the run ends, if that is earlier.");
    private readonly Option<int?> _logEvery = New<int?>("--log-every", "N", $"Steps from one logged step to the next. Default: {Limits.Default.LogEvery}.");
    private readonly Option<string?> _json = New<string?>("--json", "FILE", "Where the whole history goes as JSON.");
    private readonly Option<string?> _save = New<string?>(
        "--save",
        "FILE",
        "Where the run is saved after each epoch, at the end and on Ctrl-C. Default: character-lm-CELL-LAYERSxHIDDEN.safetensors here, or the file "
            + "that is resumed.");
    private readonly Option<string?> _resume = New<string?>(
        "--resume", "FILE", "Go on with a saved run, with the very numbers of one that was never interrupted. Settings come from the file.");
    private readonly Option<string?> _sample = New<string?>("--sample", "FILE", "Write text with a saved model instead of training.");
    private readonly Option<int> _length = New("--length", "N", "Characters to write with --sample.", 500);
    private readonly Option<double> _temperature = New(
        "--temperature", "X", "With --sample: below 1 likelier characters, above 1 more surprising ones, 0 always the likeliest.", 0.8);
    private readonly Option<string> _prompt = New("--prompt", "TEXT", "What the text begins with, with --sample.", "");
    private readonly Option<int> _threads = New("--threads", "N", "Threads that large products are divided among. The numbers stay the same.", 1);

    public CommandLineOptions()
    {
        Root = new RootCommand("""
            Trains a recurrent character model on a text by truncated backpropagation, and writes text with it.

              CharacterLm --text book.txt --cell gru --epochs 5      trains, and saves after each epoch
              CharacterLm --resume character-lm-gru-2x128.safetensors --epochs 8
              CharacterLm --sample character-lm-gru-2x128.safetensors --prompt "Once " --temperature 0.7

            Losses are in nats per character, the mean over the characters of a step. Ctrl-C saves and says how to go on.
            Exit codes: 0 done, 1 not possible as asked, 2 diverged, 130 stopped.
            """)
        {
            _text, _cell, _layers, _hidden, _embedding, _truncation, _stepsPerSequence, _batch, _optimizer, _learningRate, _decay, _clip, _dropout, _seed, _validation,
            _epochs, _steps, _logEvery, _json, _save, _resume, _sample, _length, _temperature, _prompt, _threads,
        };
    }

    public RootCommand Root { get; }

    public Options Read(ParseResult result)
    {
        Option[] settings = [_cell, _layers, _hidden, _embedding, _truncation, _stepsPerSequence, _batch, _optimizer, _learningRate, _decay, _clip, _dropout, _validation];
        Option[] sampling = [_length, _temperature, _prompt];
        if (result.GetValue(_sample) is not null)
            Refuse(result, [.. settings, _text, _epochs, _steps, _logEvery, _json, _save, _resume], "says how to train, --sample only writes text; leave one out");
        else
            Refuse(result, sampling, "says how to write text; need --sample FILE with it");
        if (result.GetValue(_resume) is not null)
            Refuse(result, [.. settings, _seed], "cannot be given with --resume: settings come from the file; leave it out");
        Options options = new()
        {
            Settings = new Settings
            {
                Cell = result.GetValue(_cell) ?? Defaults.Cell,
                Layers = result.GetValue(_layers),
                Hidden = result.GetValue(_hidden),
                Embedding = result.GetValue(_embedding),
                Truncation = new TruncationText(result.GetRequiredValue(_truncation)),
                StepsPerSequence = result.GetValue(_stepsPerSequence),
                Batch = result.GetValue(_batch),
                Optimizer = result.GetValue(_optimizer) ?? Defaults.Optimizer,
                LearningRate = result.GetValue(_learningRate),
                Decay = result.GetValue(_decay),
                Clip = result.GetValue(_clip),
                Dropout = result.GetValue(_dropout),
                Seed = result.GetValue(_seed),
                Validation = result.GetValue(_validation),
            },
            Text = result.GetValue(_text),
            Epochs = result.GetValue(_epochs),
            Steps = result.GetValue(_steps),
            LogEvery = result.GetValue(_logEvery),
            Json = result.GetValue(_json),
            Save = result.GetValue(_save),
            Resume = result.GetValue(_resume),
            Sample = result.GetValue(_sample),
            Length = result.GetValue(_length),
            Temperature = result.GetValue(_temperature),
            Prompt = result.GetRequiredValue(_prompt),
            Seed = result.GetValue(_seed),
            Threads = result.GetValue(_threads),
        };
        options.Settings.Check();
        Require(options.Length >= 1, "--length", options.Length, "1 or more");
        Require(options.Temperature >= 0 && double.IsFinite(options.Temperature), "--temperature", options.Temperature, "a finite number of 0 or more");
        Require(options.Threads >= 1, "--threads", options.Threads, "1 or more");
        return options;
    }

    private static void Require<T>(bool holds, string option, T value, string need)
    {
        if (!holds)
            throw new InputException($"{option}: {value} is out of range; need {need}.");
    }

    private static void Refuse(ParseResult result, IEnumerable<Option> options, string why)
    {
        if (options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } given)
            throw new InputException($"{given.Name} {why}.");
    }

    private static Option<T> New<T>(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<T> New<T>(string name, string value, string description, T standard) =>
        new(name) { HelpName = value, Description = description, DefaultValueFactory = _ => standard };
}
