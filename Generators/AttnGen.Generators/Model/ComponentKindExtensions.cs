namespace AttnGen.Generators.Model;

internal static class ComponentKindExtensions
{
    /// <summary>TorchSharp's own table of such components.</summary>
    public static string Registry(this ComponentKind component) => component switch
    {
        ComponentKind.Module => "_internal_submodules",
        ComponentKind.Parameter => "_internal_params",
        _ => "_internal_buffers",
    };
}
