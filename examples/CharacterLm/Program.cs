using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using AutoDiff.Layers;
using Spectre.Console;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>The program.</summary>
public static class Program
{
    private const int Diverged = 2, Stopped = 130;

    /// <summary>Runs a command line: 0 where all went well, 1 for something that cannot be done, 2 where training diverged, 130 after Ctrl-C.</summary>
    public static int Main(string[] args)
    {
        using CancellationTokenSource stop = new();
        void Stop(PosixSignalContext context)
        {
            // The second time, the signal does what it always does.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        Progress progress = Console.IsOutputRedirected ? new PlainProgress(Console.Out) : new LiveProgress(AnsiConsole.Console);
        return Run(args, progress, Console.Out, Console.Error, stop.Token);
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The words.</param>
    /// <param name="progress">What shows a training.</param>
    /// <param name="output">Where help and written text go.</param>
    /// <param name="error">Where the line goes that says what cannot be done.</param>
    /// <param name="stop">Ends a training after the step that is going on, and a text after the character.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, Progress progress, TextWriter output, TextWriter error, CancellationToken stop)
    {
        CommandLineOptions options = new();
        options.Root.SetAction(parsed => Run(options.Read(parsed), progress, output, error, stop));
        return CommandLine.Run(options.Root, args, output, error);
    }

    private static int Run(Options options, Progress progress, TextWriter output, TextWriter error, CancellationToken stop)
    {
        Threading.MaxThreads = options.Threads;
        try
        {
            return options.Sample is null ? Train(options, progress, stop) : Write(options, output, stop);
        }
        catch (DivergedException diverged)
        {
            error.WriteLine(diverged.Message);
            return Diverged;
        }
    }

    private static int Write(Options options, TextWriter output, CancellationToken stop)
    {
        CharacterModel model = Checkpoint.Load("--sample", options.Sample!).Model();
        output.WriteLine(model.Sample(options.Prompt, options.Length, options.Temperature, options.Seed, stop));
        return stop.IsCancellationRequested ? Stopped : 0;
    }

    private static int Train(Options options, Progress progress, CancellationToken stop)
    {
        Checkpoint? checkpoint = options.Resume is null ? null : Checkpoint.Load("--resume", options.Resume);
        Settings settings = checkpoint?.Settings ?? options.Settings;
        Limits before = checkpoint?.Limits ?? Limits.Default;
        Limits limits = new(options.Epochs ?? before.Epochs, options.Steps ?? (options.Epochs is null ? before.Steps : null), options.LogEvery ?? before.LogEvery);
        limits.Check();
        string save = options.Save ?? options.Resume ?? $"character-lm-{settings.Cell.ToString().ToLowerInvariant()}-{settings.Layers}x{settings.Hidden}.safetensors";
        OutputFile.Check("--save", save);
        if (options.Json is not null)
            OutputFile.Check("--json", options.Json);
        string? path = options.Text ?? checkpoint?.TextPath;
        OutputFile.RequireApart(("--text", path), ("--save", save), ("--json", options.Json));
        OutputFile.RequireApart(("--resume", options.Resume), ("--json", options.Json));
        TrainingText text = TrainingText.Load(path, settings);
        (Trainer trainer, History history) = checkpoint?.Resume(text) ?? (CharacterModel.Create(settings, text.Vocabulary).CreateTrainer(text), new History());
        using (trainer)
        {
            long total = limits.TotalSteps(trainer.Stream.ChunkCount);
            if (trainer.Step >= total)
                throw new InputException(
                    $"--resume: nothing is left to do: {options.Resume} stands at step {trainer.Step} in epoch {trainer.Epoch}, and the run ends at "
                        + $"step {total}; need a larger --epochs or --steps.");
            progress.Write(Describe(trainer, total, save));
            long? saved = save == options.Resume ? trainer.Step : null;
            TrainingRun run = new(trainer, history, limits, progress)
            {
                Save = () =>
                {
                    Checkpoint.Save(save, trainer, history, limits, path);
                    saved = trainer.Step;
                },
                Report = () =>
                {
                    if (options.Json is not null)
                        history.WriteJson(options.Json, trainer);
                },
            };
            try
            {
                if (run.Run(stop))
                {
                    progress.Write($"Saved as {save}. Write text with --sample {save}, go on with --resume {save} --epochs N.");
                    return 0;
                }
            }
            catch (DivergedException)
            {
                progress.Write(saved is null ? "Nothing was saved." : $"The last save, {save}, is of step {saved} and was left as it is.");
                throw;
            }

            progress.Write($"Stopped after step {trainer.Step} and saved. Go on with --resume {save}");
            return Stopped;
        }
    }

    private static string Describe(Trainer trainer, long total, string save)
    {
        Settings settings = trainer.Settings;
        TrainingText text = trainer.Text;
        string model = $"{settings.Cell} {settings.Layers}x{settings.Hidden}: {trainer.Model.Parameters.ParameterCount()} parameters";
        string start = trainer.Step > 0 ? "going on after" : "from", replaced = File.Exists(save) ? ", which is replaced" : "";
        return $"""
            {text.Name}: {text.Length} characters, {text.Vocabulary.Count} different; {text.Training.Length} to train on, {text.Validation.Length} for validation
            {model}; {settings.Batch} rows of {settings.StepsPerSequence} steps, truncation {settings.Truncation}, {settings.Optimizer}
            {start} step {trainer.Step} to {total}, {trainer.Stream.ChunkCount} a pass; saved as {save}{replaced}
            """;
    }
}
