namespace AttnGen.Generators.Model;

internal static class ComponentKindExtensions
{
    /// <summary>TorchSharp's own table of such components.</summary>
    public static string Registry(this ComponentKind component) => component switch
    {
        ComponentKind.Parameter => "_internal_params",
        ComponentKind.Buffer => "_internal_buffers",
        _ => "_internal_submodules",
    };
}
