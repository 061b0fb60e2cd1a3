using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AttnGen.Training;

/// <summary>One run of a sweep: what is tuned, on which task, at which rate, from which seed. Two cells that say the same are equal.</summary>
/// <param name="Task">The task, as the program names it.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="LearningRate">The base learning rate; positive and finite.</param>
/// <param name="Seed">The seed of everything that is random in the run.</param>
public sealed record SweepCell(string Task, TuneStrategy Strategy, double LearningRate, long Seed)
{
    private const int IdLength = 16;

    /// <summary>The cell in one line, the same in every culture.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"{Task}; {Strategy.Description}; rate={LearningRate:R}; seed={Seed}");

    /// <summary>A name for files and command lines: the first 16 digits of the SHA-256 of <see cref="Description"/>.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Description)))[..IdLength];

    /// <inheritdoc cref="Description"/>
    public override string ToString() => Description;
}
