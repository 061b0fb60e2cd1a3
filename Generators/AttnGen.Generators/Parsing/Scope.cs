using AttnGen.Generators.Model;

namespace AttnGen.Generators.Parsing;

/// <summary>What the classes on the way from the root to a module declare: of each role, and of the method, the outermost declaration.</summary>
internal sealed record Scope(Declaration? Query, Declaration? Key, Declaration? Value, MethodModel? Method)
{
    public static readonly Scope Empty = new(null, null, null, null);

    /// <summary>A scope in which nothing is left for an inner class to say.</summary>
    public static Scope Whole(Declarations declarations) => new(
        declarations.Of(Matrix.Q) ?? Declaration.Frozen, declarations.Of(Matrix.K) ?? Declaration.Frozen, declarations.Of(Matrix.V) ?? Declaration.Frozen, declarations.Method ?? new FullMethodModel());

    public Declaration? Of(Matrix matrix) => matrix switch
    {
        Matrix.Q => Query,
        Matrix.K => Key,
        _ => Value,
    };

    /// <summary>The scope inside a class: its own declarations fill what no outer one speaks of.</summary>
    public Scope Within(Declarations inner) =>
        new(Query ?? inner.Of(Matrix.Q), Key ?? inner.Of(Matrix.K), Value ?? inner.Of(Matrix.V), Method ?? inner.Method);
}
