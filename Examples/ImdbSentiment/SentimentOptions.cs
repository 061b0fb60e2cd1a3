using System.Text.Json.Nodes;
using AttnGen;
using AttnGen.Training;
using TorchSharp;

namespace ImdbSentiment;

/// <summary>Everything that a run can be told.</summary>
internal sealed record SentimentOptions
{
    public TuningMethodName Method { get; init; } = TuningMethodName.Lora;

    public Matrix Targets { get; init; } = Matrix.Q | Matrix.V;

    public int Rank { get; init; } = 8;

    public double Alpha { get; init; } = 8;

    public double Rate { get; init; } = 1e-3;

    public double Lambda { get; init; } = 4;

    /// <summary>Of the encoder, which is frozen: the adapters and the head are too small to need any.</summary>
    public double Dropout { get; init; }

    public int Length { get; init; } = 128;

    public int Batch { get; init; } = 16;

    /// <summary>The most tokens of a batch, padding counted; null makes batches of <see cref="Batch"/> reviews.</summary>
    public int? TokenBudget { get; init; }

    public int Samples { get; init; } = 4000;

    public int TestSamples { get; init; } = 2000;

    public int Epochs { get; init; } = 1;

    public long Seed { get; init; } = 1;

    public int Threads { get; init; } = Environment.ProcessorCount;

    public string Device { get; init; } = "cpu";

    /// <summary>The element type of the frozen layers.</summary>
    public Precision Precision { get; init; }

    /// <summary>What multiplies by the frozen weights; runs are equal bit for bit under the same kernels only.</summary>
    public ProductKernel Products { get; init; }

    public string? ModelDirectory { get; init; }

    public string? DataFile { get; init; }

    public string Output { get; init; } = Path.Combine("out", "imdb-sentiment");

    /// <summary>After how many steps the state is saved; 0 saves it only when the run is stopped.</summary>
    public int SaveEvery { get; init; } = 50;

    /// <summary>Where a run keeps its state until it ends.</summary>
    public string StateFile => Path.Combine(Output, "state.safetensors");

    /// <summary>The picture of the training's course.</summary>
    public string Picture => Path.Combine(Output, "run.png");

    /// <summary>Goes on from the state in the output directory.</summary>
    public bool Resume { get; init; }

    /// <summary>A control: the training labels in a random order, so that there is nothing to learn.</summary>
    public bool ShuffleLabels { get; init; }

    public TuneStrategy<SentimentClassifier> Strategy() => TuneStrategy<SentimentClassifier>.Create(strategy =>
    {
        _ = Method switch
        {
            TuningMethodName.Lora => strategy.Lora(Rank, Alpha),
            TuningMethodName.Dora => strategy.Dora(Rank, Alpha),
            _ => strategy.Full(),
        };
        foreach (var matrix in new[] { Matrix.Q, Matrix.K, Matrix.V }.Where(matrix => (Targets & matrix) != 0))
        {
            strategy.Tune(matrix, lrScale: matrix == Matrix.V ? Lambda : 1);
        }
    });

    public BatchOptions Batches(torch.Device device) => new() { BatchSize = TokenBudget is null ? Batch : null, TokenBudget = TokenBudget, Seed = Seed, Device = device };

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["strategy"] = Strategy().Description,
            ["rate"] = Rate,
            ["dropout"] = Dropout,
            ["length"] = Length,
            ["batch"] = Batch,
            ["samples"] = Samples,
            ["testSamples"] = TestSamples,
            ["epochs"] = Epochs,
            ["seed"] = Seed,
            ["threads"] = Threads,
            ["device"] = Device,
            ["precision"] = $"{Precision}",
            ["shuffleLabels"] = ShuffleLabels,
        };
        if (TokenBudget is { } budget)
        {
            json.Remove("batch");
            json["tokenBudget"] = budget;
        }

        if (DataFile is { Length: > 0 })
        {
            json["data"] = DataFile;
        }

        if (Products != default)
        {
            json["products"] = $"{Products}";
        }

        return json;
    }
}
