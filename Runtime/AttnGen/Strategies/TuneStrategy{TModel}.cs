using System.Diagnostics.CodeAnalysis;

namespace AttnGen;

/// <summary>A strategy for one model class. <c>TModel.DefaultStrategy</c>, which the generator writes, is what the model's attributes say.</summary>
/// <typeparam name="TModel">The model class.</typeparam>
public sealed class TuneStrategy<TModel> : TuneStrategy
{
    private TuneStrategy(TuneStrategyBuilder builder)
        : base(builder)
    {
    }

    /// <summary>Makes a strategy: <c>TuneStrategy&lt;M&gt;.Create(s => s.Lora(8).Tune(Matrix.Q).Tune(Matrix.V, lrScale: 4))</c>.</summary>
    /// <param name="declare">Declares what is tuned. Nothing but the head, if nothing is declared.</param>
    /// <exception cref="ArgumentException">A number is out of range, a role is declared twice, or nothing at all would be trained.</exception>
    [SuppressMessage("Design", "CA1000", Justification = "The model's type is the point of the call.")]
    public static TuneStrategy<TModel> Create(Action<TuneStrategyBuilder> declare)
    {
        ArgumentNullException.ThrowIfNull(declare);
        var builder = new TuneStrategyBuilder();
        declare(builder);
        builder.Check();
        return new TuneStrategy<TModel>(builder);
    }

    /// <summary>Reads a strategy from a <c>*.attngen.json</c> file, by the rules of the compiler: for those who deploy a change without compiling.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="name">The strategy's name in it.</param>
    /// <exception cref="StrategyFileException">The file cannot be read, something in it is wrong, it is for another model, or it has no such strategy.</exception>
    [SuppressMessage("Design", "CA1000", Justification = "The model's type is the point of the call.")]
    public static TuneStrategy<TModel> FromFile(string path, string name) => StrategyDocument.Load(path).Strategy<TModel>(name);
}
