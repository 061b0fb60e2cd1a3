using System.ComponentModel;
using System.Numerics;
using AttnGen.CompilerServices;

namespace AttnGen;

/// <summary>Declares a strategy at run time, by the rules of the attributes.</summary>
public sealed class TuneStrategyBuilder
{
    private readonly SortedDictionary<Matrix, List<RoleDeclaration>> roles = [];
    private Matrix frozen;
    private bool methodDeclared;
    private bool headDeclared;

    internal TuneStrategyBuilder()
    {
    }

    internal TuningMethod Method { get; private set; } = new FullTuning();

    internal IReadOnlyList<RoleDeclaration> Roles => [.. roles.Values.SelectMany(declarations => declarations)];

    internal HeadDeclaration? HeadDeclaration { get; private set; } = new(1, null);

    internal Grouping DeclaredGrouping { get; private set; }

    internal NumberOrigins Origins { get; private set; } = NumberOrigins.None;

    /// <summary>Tunes by low-rank adaptation.</summary>
    /// <param name="rank">The rank; at least 1.</param>
    /// <param name="alpha">The scale's numerator; positive and finite.</param>
    /// <param name="dropout">The probability of dropping an element of the adapter's input, in [0, 1).</param>
    /// <exception cref="ArgumentException">A number is out of range, or the method is declared twice.</exception>
    public TuneStrategyBuilder Lora(int rank = 8, double alpha = 8, double dropout = 0) => Use(new LoraTuning(rank, alpha, dropout));

    /// <summary>Tunes by weight-decomposed low-rank adaptation; <see cref="DoraTuning"/> has the formula.</summary>
    /// <param name="rank">The rank; at least 1.</param>
    /// <param name="alpha">The scale's numerator; positive and finite.</param>
    /// <param name="dropout">The probability of dropping an element of the adapter's input, in [0, 1).</param>
    /// <exception cref="ArgumentException">A number is out of range, or the method is declared twice.</exception>
    public TuneStrategyBuilder Dora(int rank = 8, double alpha = 8, double dropout = 0) => Use(new DoraTuning(rank, alpha, dropout));

    /// <summary>Tunes the matrices themselves; what is done where no method is declared.</summary>
    /// <exception cref="ArgumentException">The method is declared twice.</exception>
    public TuneStrategyBuilder Full() => Use(new FullTuning());

    /// <summary>Tunes a projection, or several alike.</summary>
    /// <param name="matrix">The projections.</param>
    /// <param name="lrScale">The factor on the base learning rate; positive and finite.</param>
    /// <param name="weightDecay">Decoupled weight decay; NaN for the options'.</param>
    /// <param name="layers">Which layers: <c>all</c>, <c>last:4</c>, or indices and ranges from 0 like <c>0,2,4-6</c>. Each selection of a projection is a group of its own.</param>
    /// <exception cref="ArgumentException">No such projection, a number out of range, no such selection, or a projection declared twice for a layer.</exception>
    public TuneStrategyBuilder Tune(Matrix matrix, double lrScale = 1, double weightDecay = double.NaN, string layers = LayerSelection.Every)
    {
        StrategyRules.Require(StrategyRules.Layers(layers), nameof(layers));
        StrategyRules.Require(StrategyRules.LrScale(lrScale), nameof(lrScale));
        StrategyRules.Require(StrategyRules.WeightDecay(weightDecay), nameof(weightDecay));
        foreach (var role in Single(matrix))
        {
            if ((frozen & role) != 0)
            {
                throw new ArgumentException($"{role} is frozen and tuned. Declare one of the two.", nameof(matrix));
            }

            var declaration = new RoleDeclaration(role, lrScale, OrNull(weightDecay)) { Layers = layers };
            if (!roles.TryGetValue(role, out var declarations))
            {
                roles.Add(role, declarations = []);
            }

            if (declarations.Any(other => other.Selection.Overlaps(declaration.Selection)))
            {
                throw new ArgumentException($"{role} is tuned twice. Declare it once, with one set of numbers, or for different layers.", nameof(matrix));
            }

            declarations.Add(declaration);
        }

        return this;
    }

    /// <summary>Says that a projection stays as it is. What is not tuned is frozen anyway; this makes it explicit.</summary>
    /// <param name="matrix">The projections.</param>
    /// <exception cref="ArgumentException">No such projection, or one that is tuned too.</exception>
    public TuneStrategyBuilder Freeze(Matrix matrix)
    {
        foreach (var role in Single(matrix))
        {
            if (roles.ContainsKey(role))
            {
                throw new ArgumentException($"{role} is tuned and frozen. Declare one of the two.", nameof(matrix));
            }

            frozen |= role;
        }

        return this;
    }

    /// <summary>Trains the head, which is done by default, with these numbers.</summary>
    /// <param name="lrScale">The factor on the base learning rate; positive and finite.</param>
    /// <param name="weightDecay">Decoupled weight decay; NaN for the options'.</param>
    /// <exception cref="ArgumentException">A number out of range, or the head declared twice.</exception>
    public TuneStrategyBuilder Head(double lrScale = 1, double weightDecay = double.NaN)
    {
        StrategyRules.Require(StrategyRules.LrScale(lrScale), nameof(lrScale));
        StrategyRules.Require(StrategyRules.WeightDecay(weightDecay), nameof(weightDecay));
        return DeclareHead(new HeadDeclaration(lrScale, OrNull(weightDecay)));
    }

    /// <summary>Freezes the head.</summary>
    /// <exception cref="ArgumentException">The head is declared twice.</exception>
    public TuneStrategyBuilder FreezeHead() => DeclareHead(null);

    /// <summary>Says into which groups the parameters go; <see cref="AttnGen.Grouping.Strict"/> where nothing is said.</summary>
    /// <param name="grouping">The rule. The paper's has one set of numbers for each projection, and none for the head.</param>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public TuneStrategyBuilder Grouping(Grouping grouping)
    {
        DeclaredGrouping = Enum.IsDefined(grouping) ? grouping : throw new ArgumentException($"{grouping} is no grouping. It is Strict or Paper.", nameof(grouping));
        return this;
    }

    /// <summary>Says where the numbers are declared; generated code calls it.</summary>
    /// <param name="origins">The table.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TuneStrategyBuilder WithOrigins(NumberOrigins origins)
    {
        ArgumentNullException.ThrowIfNull(origins);
        Origins = origins;
        return this;
    }

    internal void Check()
    {
        if (DeclaredGrouping == AttnGen.Grouping.Paper)
        {
            StrategyRules.Require(GroupingRules.Roles(Roles.Select(role => (role.Matrix.ToString(), role.Layers))), null);
            StrategyRules.Require(HeadDeclaration is { } head ? GroupingRules.Head(head.LrScale, head.WeightDecay ?? double.NaN) : null, null);
        }

        if (roles.Count == 0 && HeadDeclaration is null)
        {
            throw new ArgumentException("The strategy trains nothing: no projection is tuned and the head is frozen. Tune a projection, for example Tune(Matrix.V), or leave the head trained.");
        }
    }

    internal TuneStrategyBuilder Use(TuningMethod method)
    {
        if (methodDeclared)
        {
            throw new ArgumentException($"The method is declared twice: {Method.Describe()}, then {method.Describe()}. Declare one.");
        }

        methodDeclared = true;
        Method = method;
        return this;
    }

    private TuneStrategyBuilder DeclareHead(HeadDeclaration? head)
    {
        if (headDeclared)
        {
            throw new ArgumentException("The head is declared twice. Declare it once.");
        }

        headDeclared = true;
        HeadDeclaration = head;
        return this;
    }

    private static IEnumerable<Matrix> Single(Matrix matrix)
    {
        const Matrix known = Matrix.Q | Matrix.K | Matrix.V;
        if (matrix == Matrix.None || (matrix & ~known) != 0)
        {
            throw new ArgumentException($"{matrix} is no projection. The projections are Q, K and V, and their combinations.", nameof(matrix));
        }

        return Enum.GetValues<Matrix>().Where(role => BitOperations.IsPow2((int)role) && (matrix & role) != 0);
    }

    private static double? OrNull(double value) => double.IsNaN(value) ? null : value;
}
