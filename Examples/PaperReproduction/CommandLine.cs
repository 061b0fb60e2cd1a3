using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using AttnGen;
using AttnGen.Training;
using PaperReproduction.Theory;

namespace PaperReproduction;

/// <summary>The commands.</summary>
internal static partial class CommandLine
{
    private static readonly ReproductionOptions Default = new();

    private static readonly Option<string> ResultFile = new("--file") { Description = "The result file, one JSON line a cell.", DefaultValueFactory = _ => Default.File };
    private static readonly Option<string?> Data = new("--data") { Description = "The directory of GLUE's tasks, and no other; where ATTNGEN_DATA says if it is not given." };
    private static readonly Option<string?> Model = new("--model") { Description = "A directory with model.safetensors, tokenizer.json and config.json of a BERT; all-MiniLM-L6-v2, fetched, otherwise." };
    private static readonly Option<bool> Full = new("--full") { Description = "The paper's size: the official training data, Table 2's epochs and Figure 1's, the ranks of the tables and the rates of the figures; the tables' rates are chosen as without it. The paper's Figure 1 has QQP." };
    private static readonly Option<int> Length = Number("--length", "The most tokens of an example.", Default.Length, 3);
    private static readonly Option<int> Batch = Number("--batch", "Examples of a step.", Default.Batch, 1);
    private static readonly Option<string> Device = DeviceOption();
    private static readonly Option<Precision> Precision = new("--precision") { Description = "The element type of the frozen layers.", DefaultValueFactory = _ => Default.Precision };
    private static readonly Option<ProductKernel> Products = new("--products") { Description = "What multiplies by the frozen weights; fixed, so that a cell that is run again gives the same bits.", DefaultValueFactory = _ => Default.Products };
    private static readonly Option<int> Threads = Number("--threads", "Threads for computing, of each process.", Default.Threads, 1);
    private static readonly Option<int> Processes = Number("--processes", "Cells at a time, each in a process of its own where there are several.", Default.Processes, 1);
    private static readonly Option<int?> Examples = AtLeast(2, new Option<int?>("--examples") { Description = "Tries the way with so many training examples and one epoch: no result." });

    private static readonly Option<string> Handover = new("--handover") { Required = true };
    private static readonly Option<string> CellTask = new("--cell-task") { Required = true };
    private static readonly Option<PaperStage> CellStage = new("--cell-stage") { Required = true };
    private static readonly Option<string> CellTargets = new("--cell-targets") { Required = true };
    private static readonly Option<string> CellMethod = new("--cell-method") { Required = true };
    private static readonly Option<int> CellRank = new("--cell-rank");
    private static readonly Option<double> CellAlpha = Real("--cell-alpha", required: false);
    private static readonly Option<double> CellLambda = Real("--cell-lambda");
    private static readonly Option<double> CellRate = Real("--cell-rate");
    private static readonly Option<long> CellSeed = new("--cell-seed") { Required = true };

    public static RootCommand Create()
    {
        var root = new RootCommand("The paper's tables and figures, run and reported.");
        foreach (var option in new Option[] { ResultFile, Data, Model, Full, Length, Batch, Device, Precision, Products, Threads, Processes, Examples })
        {
            option.Recursive = true;
            root.Add(option);
        }

        var tasks = new Argument<string[]>("tasks") { Description = "GLUE's tasks; SST-2, RTE, MRPC and CoLA by default.", DefaultValueFactory = _ => ["SST-2", "RTE", "MRPC", "CoLA"] };
        root.Add(Add(new Command("tables", "Tables 1 and 2: chooses each strategy's base rate, then runs three seeds of it.") { tasks },
            (parsed, cancellation) => new Reproduction(ReadForResults(parsed, ResultFile)).TablesAsync([.. parsed.GetRequiredValue(tasks).Select(PaperTask.Parse)], cancellation)));

        root.Add(Add(new Command("progress", "How many cells of each table and figure are in the result file.") { tasks }, (parsed, _) =>
        {
            new Reproduction(Read(parsed)).WriteProgress([.. parsed.GetRequiredValue(tasks).Select(PaperTask.Parse)], Console.Out);
            return Task.CompletedTask;
        }));

        var task = new Argument<string>("task") { Description = "GLUE's task.", DefaultValueFactory = _ => "SST-2" };
        root.Add(Add(new Command("figure1", "Figure 1: the rate of Q and K by the rate of V.") { task },
            (parsed, cancellation) => new Reproduction(ReadForResults(parsed, ResultFile)).HeatMapAsync(PaperTask.Parse(parsed.GetRequiredValue(task)), PaperStage.HeatMap, cancellation)));
        root.Add(Add(new Command("figure2", "Figure 2, where K is frozen: the rate of Q by the rate of V.") { task },
            (parsed, cancellation) => new Reproduction(ReadForResults(parsed, ResultFile)).HeatMapAsync(PaperTask.Parse(parsed.GetRequiredValue(task)), PaperStage.FrozenKeyMap, cancellation)));

        var costFile = new Option<string>("--costs") { Description = "The file of the costs.", DefaultValueFactory = _ => Path.Combine("Examples", "PaperReproduction", "results", "costs.json") };
        root.Add(Add(new Command("costs", "Time and bytes of Q and V beside Q, K and V, in one run.") { costFile },
            (parsed, cancellation) => new Reproduction(ReadForResults(parsed, costFile)).CostsAsync(parsed.GetRequiredValue(costFile), cancellation)));

        var page = new Option<string>("--page") { Description = "The report's page; its pictures are beside it.", DefaultValueFactory = _ => Path.Combine("Examples", "PaperReproduction", "results", "report.html") };
        var readme = new Option<string?>("--readme") { Description = "A page of Markdown that the table of the claims is put into too, where it keeps a place for it." };
        root.Add(Add(new Command("report", "The report of the cells in the result file.") { page, costFile, readme }, (parsed, _) =>
        {
            new Reproduction(Read(parsed)).Report(parsed.GetRequiredValue(page), parsed.GetRequiredValue(costFile), parsed.GetValue(readme));
            return Task.CompletedTask;
        }));

        root.Add(Add(new Command("theorem2", "Theorem 2 on a toy model: which scaling of the rates keeps each part of the output's change of order 1."), (_, _) =>
        {
            WidthTable.Write(Console.Out, WidthExperiment.Run());
            return Task.CompletedTask;
        }));

        var cell = Add(new Command("cell", "One cell, in a process of a sweep.") { Handover, CellTask, CellStage, CellTargets, CellMethod, CellRank, CellAlpha, CellLambda, CellRate, CellSeed },
            (parsed, cancellation) => new Reproduction(Read(parsed)).CellAsync(ReadCell(parsed), parsed.GetRequiredValue(Handover), cancellation));
        cell.Hidden = true;
        root.Add(cell);
        return root;
    }

    private static Command Add(Command command, Func<ParseResult, CancellationToken, Task> run)
    {
        command.SetAction((parsed, cancellation) => Guarded(() => run(parsed, cancellation)));
        return command;
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
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped. The same command goes on with the cells that are not in the file.").ConfigureAwait(false);
            return 130;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or TuningException or SweepException or ArgumentException or FormatException or NotSupportedException or InvalidOperationException or System.Runtime.InteropServices.ExternalException)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return 1;
        }
    }

    /// <summary>As <see cref="Read"/>, for what writes results: the default file has those of the default settings.</summary>
    private static ReproductionOptions ReadForResults(ParseResult parsed, Option<string> file)
    {
        Option[] others = [Full, Model, Length, Batch, Device, Precision, Products, Examples];
        return parsed.GetResult(file) is not { Implicit: false } && others.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other
            ? throw new ArgumentException($"With {other.Name} name a result file of its own ({file.Name}): the default one has results of the default settings.")
            : Read(parsed);
    }

    private static ReproductionOptions Read(ParseResult parsed) => new()
    {
        File = parsed.GetRequiredValue(ResultFile),
        DataDirectory = parsed.GetValue(Data),
        ModelDirectory = parsed.GetValue(Model),
        Full = parsed.GetValue(Full),
        Length = parsed.GetValue(Length),
        Batch = parsed.GetValue(Batch),
        Device = parsed.GetRequiredValue(Device),
        Precision = parsed.GetValue(Precision),
        Products = parsed.GetValue(Products),
        Threads = parsed.GetValue(Threads),
        Processes = parsed.GetValue(Processes),
        Examples = parsed.GetValue(Examples),
    };

    private static PaperCell ReadCell(ParseResult parsed) => new(
        PaperTask.Parse(parsed.GetRequiredValue(CellTask)),
        parsed.GetValue(CellStage),
        new PaperStrategy(
            parsed.GetRequiredValue(CellTargets).Aggregate(Matrix.None, (targets, role) => targets | Enum.Parse<Matrix>($"{role}")),
            parsed.GetRequiredValue(CellMethod) switch
            {
                "lora" => new LoraTuning(parsed.GetValue(CellRank), parsed.GetValue(CellAlpha), PaperSettings.Dropout),
                "dora" => new DoraTuning(parsed.GetValue(CellRank), parsed.GetValue(CellAlpha), PaperSettings.Dropout),
                _ => new FullTuning(),
            },
            parsed.GetValue(CellLambda)),
        parsed.GetValue(CellRate),
        parsed.GetValue(CellSeed));

    private static Option<int> Number(string name, string description, int value, int least) =>
        AtLeast(least, new Option<int>(name) { Description = description, DefaultValueFactory = _ => value });

    private static TOption AtLeast<TOption>(int least, TOption option)
        where TOption : Option
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var given) && given < least)
            {
                result.AddError($"{option.Name} is {given}; it is at least {least}.");
            }
        });
        return option;
    }

    private static Option<string> DeviceOption()
    {
        var option = new Option<string>("--device") { Description = "cpu, cuda or cuda:1.", DefaultValueFactory = _ => Default.Device };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !DeviceName().IsMatch(token.Value))
            {
                result.AddError($"{option.Name} is '{token.Value}'; it is cpu, cuda, or cuda: and a number.");
            }
        });
        return option;
    }

    [GeneratedRegex(@"^(cpu|cuda(:[0-9]{1,3})?)\z")]
    private static partial Regex DeviceName();

    /// <summary>Read with a decimal point in every culture.</summary>
    private static Option<double> Real(string name, bool required = true) => new(name)
    {
        Required = required,
        CustomParser = result => double.Parse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
