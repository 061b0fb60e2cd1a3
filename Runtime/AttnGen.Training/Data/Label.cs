using System.Globalization;

namespace AttnGen.Training;

/// <summary>What an example is labelled with: a class (classification) or a score (regression).</summary>
/// <remarks>An <see cref="int"/> converts to a class and a <see cref="float"/> to a score, so that <c>new TextExample(ids, 1)</c> is an example of class 1.</remarks>
public readonly record struct Label
{
    private readonly int index;
    private readonly float score;

    private Label(bool isClass, int index, float score)
    {
        IsClass = isClass;
        this.index = index;
        this.score = score;
    }

    /// <summary>Whether this is a class rather than a score.</summary>
    public bool IsClass { get; }

    /// <summary>The class, counted from 0.</summary>
    /// <exception cref="InvalidOperationException">The label is a score.</exception>
    public int Class => IsClass ? index : throw new InvalidOperationException($"The label {this} is a score, not a class.");

    /// <summary>The score; a class is given as a number.</summary>
    public float Score => IsClass ? index : score;

    /// <summary>A label of classification.</summary>
    /// <param name="index">The class, counted from 0.</param>
    public static Label OfClass(int index) => new(true, index, 0f);

    /// <summary>A label of regression.</summary>
    /// <param name="score">The score.</param>
    public static Label OfScore(float score) => new(false, 0, score);

    /// <summary>A label of classification.</summary>
    public static implicit operator Label(int index) => OfClass(index);

    /// <summary>A label of regression.</summary>
    public static implicit operator Label(float score) => OfScore(score);

    /// <summary>The class or the score, in the invariant culture.</summary>
    public override string ToString() =>
        IsClass ? index.ToString(CultureInfo.InvariantCulture) : score.ToString(CultureInfo.InvariantCulture);
}
