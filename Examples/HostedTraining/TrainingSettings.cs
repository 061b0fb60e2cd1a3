using System.ComponentModel.DataAnnotations;
using AttnGen;

namespace HostedTraining;

/// <summary>The section <c>Training</c> of the configuration.</summary>
internal sealed class TrainingSettings
{
    public const string Section = "Training";

    /// <summary>Where the state, the adapter (without one, the model), the result and the event files go; a relative path begins in the current directory.</summary>
    [Required]
    public string Output { get; set; } = "out/hosted-training";

    /// <summary>A directory with the weights, the tokenizer and the configuration of all-MiniLM-L6-v2; fetched where there is none.</summary>
    public string? Model { get; set; }

    /// <summary>A JSON array of <c>{"t": text, "s": 0 or 1}</c>; IMDB reviews are fetched where there is none.</summary>
    public string? Data { get; set; }

    /// <summary>Reviews to train on.</summary>
    [Range(2, int.MaxValue)]
    public int Examples { get; set; } = 1600;

    /// <summary>Reviews to test on.</summary>
    [Range(2, int.MaxValue)]
    public int TestExamples { get; set; } = 200;

    /// <summary>The most tokens of a review.</summary>
    [Range(3, 512)]
    public int Length { get; set; } = 64;

    /// <summary>Reviews in a batch.</summary>
    [Range(1, int.MaxValue)]
    public int Batch { get; set; } = 8;

    /// <summary>How often each review is used.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; set; } = 1;

    /// <summary>The most steps; nothing ends the run with its last epoch.</summary>
    [Range(1, int.MaxValue)]
    public int? Steps { get; set; }

    /// <summary>The encoder's dropout.</summary>
    [Range(0, 0.99)]
    public double Dropout { get; set; }

    /// <summary>Decides the new weights, the order and the dropout; not the new adapters where the strategy's options have a seed for them.</summary>
    public long Seed { get; set; } = 1;

    /// <summary>What multiplies by the frozen weights; where two runs must be equal bit for bit, one of them that is not chosen by measuring.</summary>
    public ProductKernel Products { get; set; }

    /// <summary>Threads for computing; nothing takes all processors.</summary>
    [Range(1, 1024)]
    public int? Threads { get; set; }

    /// <summary>Steps between two saved states; nothing saves one only when the run is stopped.</summary>
    [Range(1, int.MaxValue)]
    public int? SaveEverySteps { get; set; }

    /// <summary>Steps between two that are logged.</summary>
    [Range(1, int.MaxValue)]
    public int LogEverySteps { get; set; } = 10;

    /// <summary>Does a finished run once more, from its beginning.</summary>
    public bool Repeat { get; set; }
}
