using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes <c>Project</c> over three layers, and the places of their adapters.</summary>
internal static class SeparateProjectionEmitter
{
    private const string Tensor = "global::TorchSharp.torch.Tensor";
    private const string Projected = $"({Tensor} Query, {Tensor} Key, {Tensor} Value)";

    public static void Emit(SourceWriter source, TypeModel type, SeparateProjectionModel projection)
    {
        var access = projection.IsInherited ? "protected" : "private";
        source.Lines("// Projections: the three products, with their adapters where a session has placed some.").Blank();
        foreach (var role in MatrixNames.InOrder)
        {
            source.Lines(ModuleEmitter.GeneratedCode).Lines($"private readonly global::AttnGen.CompilerServices.ProjectionSlot {role.Slot()} = new();").Blank();
        }

        source.Lines("""
            /// <summary>Query, key and value of self-attention.</summary>
            /// <param name="input"><c>[batch, length, width]</c>.</param>
            /// <returns>Three tensors <c>[batch, length, features of the projection]</c>.</returns>
            """);
        source.Lines(ModuleEmitter.GeneratedCode);
        source.Lines($"{access} {Projected} Project({Tensor} input) => Project(input, input);").Blank();

        source.Lines("""
            /// <summary>The query of one sequence, key and value of another: cross-attention.</summary>
            /// <param name="query"><c>[batch, target length, width]</c>.</param>
            /// <param name="keyValue"><c>[batch, source length, width]</c>.</param>
            /// <returns>Three tensors: the query <c>[batch, target length, features]</c>, key and value <c>[batch, source length, features]</c>.</returns>
            """);
        source.Lines(ModuleEmitter.GeneratedCode);
        source.Lines($"{access} {Projected} Project({Tensor} query, {Tensor} keyValue) => global::AttnGen.CompilerServices.ProjectionSlot.Project(");
        foreach (var role in MatrixNames.InOrder)
        {
            source.Lines($"    {role.Slot()}, {Layer(type, projection.Of(role))},");
        }

        source.Lines("    query, keyValue, training);");
    }

    private static string Layer(TypeModel type, ProjectionMember member) => member.MayBeNull
        ? $"{member.Access} ?? throw new global::System.InvalidOperationException({Literal.Of($"{type.Place.Name}.{member.Name} is null; Project needs a query, a key and a value.")})"
        : member.Access;
}
