using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AttnGen;
using Spectre.Console;

namespace ImdbSentiment;

/// <summary>The options of the command line, and what they start.</summary>
internal static class CommandLine
{
    private static readonly SentimentOptions Default = new();

    private static readonly Option<TuningMethodName> Method = new("--method") { Description = "How the targets are tuned.", DefaultValueFactory = _ => Default.Method };
    private static readonly Option<Matrix> Targets = new("--targets") { Description = "The projections that are tuned: any of q, k and v (\"qv\"), or \"none\" for the head alone.", DefaultValueFactory = _ => Default.Targets, CustomParser = ParseTargets };
    private static readonly Option<int> Rank = Whole("--rank", "The adapters' rank.", Default.Rank, 1);
    private static readonly Option<double> Alpha = Positive("--alpha", "The adapters' update is multiplied by alpha / rank.", Default.Alpha);
    private static readonly Option<double> Rate = Positive("--rate", "The base learning rate.", Default.Rate);
    private static readonly Option<double> Lambda = Positive("--lambda", "V's rate as a multiple of the base rate.", Default.Lambda);
    private static readonly Option<double> Dropout = Number("--dropout", "The encoder's dropout while training.", Default.Dropout, given => given is >= 0 and < 1, "a number from 0 to less than 1");
    private static readonly Option<int> Length = Whole("--length", "The most tokens of a review.", Default.Length, 3);
    private static readonly Option<int> Batch = Whole("--batch", "Reviews in a batch without --token-budget.", Default.Batch, 1);
    private static readonly Option<int?> TokenBudget = WholeOrNone("--token-budget", "The most tokens of a batch, padding counted: as many reviews of similar length as it holds, in place of --batch.", 1);
    private static readonly Option<int> Samples = Whole("--samples", "Reviews to train on.", Default.Samples, 2);
    private static readonly Option<int> TestSamples = Whole("--test-samples", "Reviews to test on.", Default.TestSamples, 2);
    private static readonly Option<int> Epochs = Whole("--epochs", "How often each review is used.", Default.Epochs, 1);
    private static readonly Option<long> Seed = new("--seed") { Description = "Decides the new weights, the order and the dropout.", DefaultValueFactory = _ => Default.Seed };
    private static readonly Option<int> Threads = Whole("--threads", "Threads for computing.", Default.Threads, 1);
    private static readonly Option<string> Device = new("--device") { Description = "cpu, cuda or cuda:1.", DefaultValueFactory = _ => Default.Device, CustomParser = ParseDevice };
    private static readonly Option<Precision> Precision = new("--precision") { Description = "The element type of the frozen layers.", DefaultValueFactory = _ => Default.Precision };
    private static readonly Option<ProductKernel> Products = new("--products") { Description = "What multiplies by the frozen weights: the fastest here, measured, or one of two. Runs are equal bit for bit under the same one only.", DefaultValueFactory = _ => Default.Products };
    private static readonly Option<string?> ModelDirectory = new("--model") { Description = "A directory with model.safetensors, tokenizer.json and config.json of all-MiniLM-L6-v2; fetched otherwise." };
    private static readonly Option<string?> DataFile = new("--data") { Description = "A JSON array of {\"t\": text, \"s\": 0 or 1}; fetched otherwise." };
    private static readonly Option<string> Output = new("--output") { Description = "The directory for the adapter, the results (JSON) and the picture (PNG).", DefaultValueFactory = _ => Default.Output };
    private static readonly Option<int> SaveEvery = Whole("--save-every", "Steps between two saved states; 0 saves one only when the run is stopped (Ctrl-C).", Default.SaveEvery, 0);
    private static readonly Option<bool> Resume = new("--resume") { Description = "Goes on from the state that a stopped run left in the output directory." };
    private static readonly Option<bool> ShuffleLabels = new("--shuffle-labels") { Description = "A control: trains on labels in a random order." };
    private static readonly Option<string> StudyFile = ResultFile("study.json");
    private static readonly Option<string> PrecisionFile = ResultFile("precision.json");

    public static RootCommand Create()
    {
        Option[] options = [Method, Targets, Rank, Alpha, Rate, Lambda, Dropout, Length, Batch, TokenBudget, Samples, TestSamples, Epochs, Seed, Threads, Device, Precision, Products, ModelDirectory, DataFile, Output, SaveEvery, Resume, ShuffleLabels];
        var root = new RootCommand("Fine-tunes a pretrained encoder on IMDB reviews, and shows what it learned.");
        var study = new Command("study", "Three seeds and two controls, one after the other, with one result file.") { StudyFile };
        var precision = new Command("precision", "Five seeds in float32 and in bfloat16, one after the other, with one result file.") { PrecisionFile };
        foreach (var option in options)
        {
            option.Recursive = true;
            root.Add(option);
        }

        root.Add(study);
        root.Add(precision);
        root.SetAction((parsed, cancellation) => Guarded(() => RunAsync(Read(parsed), cancellation)));
        study.SetAction((parsed, cancellation) => Guarded(() => new SentimentStudy(Read(parsed), AnsiConsole.Console).RunAsync(parsed.GetRequiredValue(StudyFile), cancellation)));
        precision.SetAction((parsed, cancellation) => Guarded(() => new PrecisionStudy(Read(parsed), AnsiConsole.Console).RunAsync(parsed.GetRequiredValue(PrecisionFile), cancellation)));
        return root;
    }

    private static async Task RunAsync(SentimentOptions options, CancellationToken cancellation)
    {
        var result = await new SentimentRun(options, AnsiConsole.Console).RunAsync(cancellation).ConfigureAwait(false);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accuracy on {options.TestSamples} unseen reviews: {result.Accuracy:F4}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"waited {result.DataWaitSeconds:F2} s of {result.Seconds:F0} s for texts and batches"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trained {result.Trainable:N0} parameters ({result.AdapterElements:N0} of them outside the head) in {result.Seconds:F0} s, peak memory {result.PeakMemoryBytes / 1e9:F2} GB"));
        if (result.ReloadedIdentical is { } identical)
        {
            Console.WriteLine(identical ? "the reloaded adapter predicts the same, bit for bit" : "THE RELOADED ADAPTER PREDICTS SOMETHING ELSE");
        }

        Console.WriteLine($"results: {string.Join(", ", new[] { Path.Combine(options.Output, "run.json"), options.Picture }.Where(File.Exists))}");
    }

    /// <summary>What a person did wrong, or what the world refused, is a message and an exit code; anything else is a defect and keeps its trace.</summary>
    private static async Task<int> Guarded(Func<Task> run)
    {
        // Ctrl-C is listened to from the first time that the command gives way.
        await Task.Yield();
        try
        {
            await run().ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException stopped)
        {
            await Console.Error.WriteLineAsync(stopped.Message.StartsWith("Stopped", StringComparison.Ordinal) ? stopped.Message : "Stopped.").ConfigureAwait(false);
            return 130;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or TuningException or ArgumentException or NotSupportedException or System.Runtime.InteropServices.ExternalException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return 1;
        }
    }

    private static SentimentOptions Read(ParseResult parsed) => new()
    {
        Method = parsed.GetValue(Method),
        Targets = parsed.GetValue(Targets),
        Rank = parsed.GetValue(Rank),
        Alpha = parsed.GetValue(Alpha),
        Rate = parsed.GetValue(Rate),
        Lambda = parsed.GetValue(Lambda),
        Dropout = parsed.GetValue(Dropout),
        Length = parsed.GetValue(Length),
        Batch = parsed.GetValue(Batch),
        TokenBudget = parsed.GetValue(TokenBudget),
        Samples = parsed.GetValue(Samples),
        TestSamples = parsed.GetValue(TestSamples),
        Epochs = parsed.GetValue(Epochs),
        Seed = parsed.GetValue(Seed),
        Threads = parsed.GetValue(Threads),
        Device = parsed.GetRequiredValue(Device),
        Precision = parsed.GetValue(Precision),
        Products = parsed.GetValue(Products),
        ModelDirectory = parsed.GetValue(ModelDirectory),
        DataFile = parsed.GetValue(DataFile),
        Output = parsed.GetRequiredValue(Output),
        SaveEvery = parsed.GetValue(SaveEvery),
        Resume = parsed.GetValue(Resume),
        ShuffleLabels = parsed.GetValue(ShuffleLabels),
    };

    private static Option<string> ResultFile(string name) =>
        new("--file") { Description = "The result file.", DefaultValueFactory = _ => Path.Combine("Examples", "ImdbSentiment", "results", name) };

    private static Option<int> Whole(string name, string description, int value, int least)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        RequireAtLeast(option, least);
        return option;
    }

    private static Option<int?> WholeOrNone(string name, string description, int least)
    {
        var option = new Option<int?>(name) { Description = description };
        RequireAtLeast(option, least);
        return option;
    }

    private static void RequireAtLeast(Option option, int least) =>
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var given) && given < least)
            {
                result.AddError($"{option.Name} is {given}; it is at least {least}.");
            }
        });

    private static Option<double> Positive(string name, string description, double value) =>
        Number(name, description, value, given => double.IsFinite(given) && given > 0, "a positive number");

    /// <summary>Numbers are read with a decimal point in every culture.</summary>
    private static Option<double> Number(string name, string description, double value, Predicate<double> allowed, string expected) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            var text = result.Tokens is [var token] ? token.Value : "";
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var given) || !allowed(given))
            {
                result.AddError($"{name} is '{text}'; it is {expected}, with a decimal point.");
            }

            return given;
        },
    };

    private static string ParseDevice(ArgumentResult result)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        var index = text.StartsWith("cuda:", StringComparison.Ordinal) ? text["cuda:".Length..] : null;
        if (text is not ("cpu" or "cuda") && (index is null || !byte.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            result.AddError($"--device is '{text}'; it is cpu, cuda, or cuda: and a number.");
        }

        return text;
    }

    private static Matrix ParseTargets(ArgumentResult result)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        var targets = Matrix.None;
        foreach (var letter in text == "none" ? "" : text.Replace(",", "", StringComparison.Ordinal).ToLowerInvariant())
        {
            var matrix = letter switch { 'q' => Matrix.Q, 'k' => Matrix.K, 'v' => Matrix.V, _ => Matrix.None };
            if (matrix == Matrix.None)
            {
                result.AddError($"--targets is '{text}'; it is any of the letters q, k and v, or \"none\".");
                break;
            }

            targets |= matrix;
        }

        return targets;
    }
}
