using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes what else moves when a module moves: adapters, and what stands in properties that TorchSharp does not set.</summary>
internal static class MovementEmitter
{
    public static bool IsNeeded(ModuleModel module) =>
        module.Projection is not null || module.Members.Any(member => member.Property == PropertyKind.Hidden);

    public static void Emit(SourceWriter source, ModuleModel module)
    {
        source.Lines("// Moving: what to(...) moves besides the components themselves.").Blank();
        source.Lines("/// <inheritdoc/>").Lines(ModuleEmitter.GeneratedCode).Lines(ModuleEmitter.Hidden);
        source.Block("protected override void _toEpilog(global::TorchSharp.torch.ScalarType? dtype, global::TorchSharp.torch.Device? device, bool non_blocking)", () =>
        {
            source.Lines("base._toEpilog(dtype, device, non_blocking);");
            foreach (var member in module.Members.Where(member => member.Property == PropertyKind.Hidden))
            {
                // What was null when the components were registered, and was set later, is not among them.
                var (known, name) = (member.Component.Registry(), Literal.Of(member.RegisteredName));
                var tensor = member.Component == ComponentKind.Buffer ? ".Item1" : "";
                source.Block($"if (this.{member.Access} is not null && {known}.ContainsKey({name}))", () => source.Lines($"this.{member.Access} = {known}[{name}]{tensor};"));
            }

            if (module.Projection is not null)
            {
                foreach (var role in MatrixNames.InOrder)
                {
                    source.Lines($"{role.Slot()}.To(dtype, device);");
                }
            }
        });
    }
}
