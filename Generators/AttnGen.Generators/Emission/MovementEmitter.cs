using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes what else moves when a module moves: adapters, and what stands in properties, where TorchSharp leaves the property or its own table as it was.</summary>
internal static class MovementEmitter
{
    public static bool IsNeeded(ModuleModel module) =>
        module.Projection is not null || module.Members.Any(IsHalfMoved);

    public static void Emit(SourceWriter source, ModuleModel module)
    {
        source.Lines("// Moving: what to(...) moves besides the components themselves.").Blank();
        source.Lines("/// <inheritdoc/>").Lines(ModuleEmitter.GeneratedCode).Lines(ModuleEmitter.Hidden);
        source.Block("protected override void _toEpilog(global::TorchSharp.torch.ScalarType? dtype, global::TorchSharp.torch.Device? device, bool non_blocking)", () =>
        {
            source.Lines("base._toEpilog(dtype, device, non_blocking);");
            foreach (var member in module.Members.Where(IsHalfMoved))
            {
                // What was null when the components were registered, and was set later, is not among them.
                var (known, name) = (member.Component.Registry(), Literal.Of(member.RegisteredName));
                var entry = $"{known}[{name}]";
                source.Block($"if ({member.Access} is not null && {known}.ContainsKey({name}))", () => source.Lines((member.Property, member.Component) switch
                {
                    (PropertyKind.Hidden, ComponentKind.Buffer) => $"{member.Access} = {entry}.Item1;",
                    (PropertyKind.Hidden, _) => $"{member.Access} = {entry};",
                    (_, ComponentKind.Buffer) => $"{entry} = ({member.Access}, {entry}.Item2);",
                    _ => $"{entry} = {member.Access};",
                }));
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

    /// <summary>Of a parameter or buffer in a property TorchSharp replaces one of two: its entry among the registered, or, where it finds the property, the property's value.</summary>
    private static bool IsHalfMoved(MemberModel member) => member.Component is ComponentKind.Parameter or ComponentKind.Buffer && member.Property != PropertyKind.None;
}
