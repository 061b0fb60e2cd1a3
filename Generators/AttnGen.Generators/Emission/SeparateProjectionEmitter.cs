using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes <c>Project</c> over three layers, and the places of their adapters.</summary>
internal static class SeparateProjectionEmitter
{
    private const string Tensor = "global::TorchSharp.torch.Tensor";
    private const string Projected = $"({Tensor} Query, {Tensor} Key, {Tensor} Value)";

    public static void Emit(SourceWriter source, SeparateProjectionModel projection)
    {
        source.Lines("// Projections: the products with their adapters, where a session has placed some.").Blank();
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
        source.Lines($"private {Projected} Project({Tensor} input) => Project(input, input);").Blank();

        source.Lines("""
            /// <summary>The query of one sequence, key and value of another: cross-attention.</summary>
            /// <param name="query"><c>[batch, target length, width]</c>.</param>
            /// <param name="keyValue"><c>[batch, source length, width]</c>.</param>
            /// <returns>Three tensors <c>[batch, length, features of the projection]</c>.</returns>
            """);
        source.Lines(ModuleEmitter.GeneratedCode);
        source.Lines($"private {Projected} Project({Tensor} query, {Tensor} keyValue) =>");
        source.Lines("    (" + string.Join(",\n     ", MatrixNames.InOrder.Select(role =>
            $"{role.Slot()}.Apply(this.{projection.Of(role)}, {(role == Matrix.Q ? "query" : "keyValue")}, training)")) + ");").Blank();

        source.Lines("/// <inheritdoc/>").Lines(ModuleEmitter.GeneratedCode).Lines(ModuleEmitter.Hidden);
        source.Block("protected override void _toEpilog(global::TorchSharp.torch.ScalarType? dtype, global::TorchSharp.torch.Device? device, bool non_blocking)", () =>
        {
            source.Lines("base._toEpilog(dtype, device, non_blocking);");
            foreach (var role in MatrixNames.InOrder)
            {
                source.Lines($"{role.Slot()}.To(dtype, device);");
            }
        });
    }
}
