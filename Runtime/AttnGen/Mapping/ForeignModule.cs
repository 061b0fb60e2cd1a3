using AttnGen.Adapters;
using AttnGen.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.Mapping;

/// <summary>A model compiled without the generator, described by what was declared of it.</summary>
internal sealed class ForeignModule(torch.nn.Module model, IReadOnlyList<ForeignProjection> projections, PathPattern? head, string? headText) : ITunableModule
{
    private const int MostPaths = 12;

    /// <exception cref="TuningException">A declaration speaks of nothing, or of something else than it says; the message lists all that is wrong.</exception>
    public void Describe(ModuleMap map)
    {
        var modules = model.named_modules().Select(part => (Path: part.name, Module: part.module)).Prepend((Path: "", Module: model)).ToList();
        var problems = new List<string>();
        var roles = Roles(modules, problems);
        var heads = Heads(modules, roles, problems);
        if (problems.Count > 0)
        {
            throw new TuningException($"What [assembly: TuneModel<{model.GetType().Name}>] says does not fit the model:{MapValidation.Lines(problems)}{Linears(modules)}");
        }

        Describe(map, modules, roles, heads);
    }

    private static void Describe(ModuleMap map, List<(string Path, torch.nn.Module Module)> modules, Dictionary<string, (Matrix Role, Linear? Linear)> roles, HashSet<string> heads)
    {
        foreach (var (path, projection) in roles)
        {
            map.Projection(path, projection.Linear, projection.Role, projection.Linear is { } linear ? HookedSlot.Of(linear, path, projection.Role) : new ProjectionSlot());
        }

        foreach (var (path, module) in modules.Where(part => heads.Contains(part.Path)))
        {
            map.Head(path, module);
        }

        foreach (var (path, module) in modules.Where(part => !roles.ContainsKey(part.Path) && !Within(part.Path, heads)))
        {
            foreach (var (name, parameter) in module.named_parameters(recurse: false))
            {
                map.Parameter(path.Length == 0 ? name : $"{path}.{name}", parameter);
            }
        }
    }

    /// <summary>The projections by path, in the model's order.</summary>
    private Dictionary<string, (Matrix Role, Linear? Linear)> Roles(List<(string Path, torch.nn.Module Module)> modules, List<string> problems)
    {
        var roles = new Dictionary<string, (Matrix Role, Linear? Linear)>(StringComparer.Ordinal);
        var spoken = new HashSet<ForeignProjection>();
        foreach (var (at, module) in modules)
        {
            foreach (var declared in projections)
            {
                if (declared.Find(at, module) is not var (path, found))
                {
                    continue;
                }

                spoken.Add(declared);
                if (found is not (null or Linear))
                {
                    problems.Add($"{declared.Role} = {declared.Text}: '{path}' is a {found.GetType().Name}, and a projection is a Linear of TorchSharp's");
                }
                else if (roles.TryGetValue(path, out var other) && other.Role != declared.Role)
                {
                    problems.Add($"{declared.Role} = {declared.Text}: '{path}' is {other.Role} already");
                }
                else
                {
                    roles[path] = (declared.Role, (Linear?)found);
                }
            }
        }

        problems.AddRange(projections.Where(declared => !spoken.Contains(declared)).Select(declared => $"{declared.Role} = {declared.Text}: nothing in the model is there"));
        return roles;
    }

    private HashSet<string> Heads(List<(string Path, torch.nn.Module Module)> modules, Dictionary<string, (Matrix Role, Linear? Linear)> roles, List<string> problems)
    {
        var heads = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, _) in head is null ? [] : modules.Where(part => part.Path.Length > 0 && head.Matches(part.Path)))
        {
            if (Within(path, heads))
            {
                continue;
            }

            heads.Add(path);
            problems.AddRange(roles.Keys.Where(projection => projection == path || projection.StartsWith(path + ".", StringComparison.Ordinal))
                .Select(projection => $"Head = \"{headText}\": the projection '{projection}' is in it"));
        }

        if (head is not null && heads.Count == 0)
        {
            problems.Add($"Head = \"{headText}\": no module of the model is there");
        }

        return heads;
    }

    private static bool Within(string path, HashSet<string> heads) => heads.Contains(path) || heads.Any(found => path.StartsWith(found + ".", StringComparison.Ordinal));

    /// <summary>What a reader of a refusal looks for: the paths that there are.</summary>
    private static string Linears(List<(string Path, torch.nn.Module Module)> modules)
    {
        var paths = modules.Where(part => part.Module is Linear).Select(part => $"'{part.Path}'").ToList();
        return paths.Count == 0
            ? "It has no Linear."
            : $"Its Linears are {string.Join(", ", paths.Take(MostPaths))}{(paths.Count > MostPaths ? $" and {paths.Count - MostPaths} more" : "")}.";
    }
}
