using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.Mapping;

/// <summary>Where a model compiled without the generator has the projections of one role.</summary>
/// <param name="Role">The one role.</param>
/// <param name="Text">The declaration as messages say it.</param>
/// <param name="Find">The projection at a path, or null where the declaration does not speak of that module; a module that is no <c>Linear</c> is returned as it is.</param>
internal sealed record ForeignProjection(Matrix Role, string Text, Func<string, torch.nn.Module, (string Path, torch.nn.Module? Module)?> Find)
{
    /// <summary>By the path of the projection itself.</summary>
    public static ForeignProjection At(Matrix role, string path)
    {
        var pattern = Parse(path);
        return new ForeignProjection(role, $"\"{path}\"", (at, module) => pattern.Matches(at) ? (at, module) : null);
    }

    /// <summary>By a member of its attention layer. Under which name the layer registers it is read off the layer.</summary>
    public static ForeignProjection In<TLayer>(Matrix role, string member, Func<TLayer, Linear?> read)
        where TLayer : torch.nn.Module =>
        new(role, $"{typeof(TLayer).Name}.{member}", (at, module) =>
            module is TLayer layer ? (PathOf(at, layer, read(layer), member), read(layer)) : null);

    /// <exception cref="ArgumentException">It is no path.</exception>
    public static PathPattern Parse(string path) => PathPattern.Parse(path) is ({ } pattern, _) ? pattern : throw new ArgumentException(PathPattern.Parse(path).Problem, nameof(path));

    private static string PathOf(string at, torch.nn.Module layer, Linear? projection, string member)
    {
        var name = projection is null ? member : layer.named_modules().Where(part => ReferenceEquals(part.module, projection)).Select(part => part.name).FirstOrDefault()
            ?? throw new TuningException($"{layer.GetType().Name}.{member} at '{at}' is not registered there, so that it would be neither saved nor moved. It is no component of the layer.");
        return at.Length == 0 ? name : $"{at}.{name}";
    }
}
