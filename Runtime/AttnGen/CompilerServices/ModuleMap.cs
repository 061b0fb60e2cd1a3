using System.ComponentModel;
using AttnGen.Adapters;
using AttnGen.Mapping;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.CompilerServices;

/// <summary>
/// What a model is made of: each parameter by path and role. Generated code writes it, one call a member, in registration order;
/// a session and an adapter file read it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleMap
{
    private readonly List<MappedProjection> projections = [];
    private readonly List<(string Path, torch.nn.Module Module)> frozen = [];
    private readonly List<(string Path, Matrix Role)> absent = [];
    private readonly List<MappedParameter> head = [];
    private readonly List<(string Path, torch.nn.Module Module)> heads = [];
    private readonly List<MappedParameter> others = [];
    private string prefix = "";

    private ModuleMap()
    {
    }

    /// <summary>The projections with a role.</summary>
    internal IReadOnlyList<MappedProjection> Projections => projections;

    /// <summary>The projections within heads. No strategy names them: a head is trained as a whole.</summary>
    internal IEnumerable<MappedProjection> HeadProjections => heads.SelectMany(each => Within(each.Path, each.Module));

    /// <summary>All places that adapters may be in, those too that no strategy reaches: within heads, and within members that are frozen as a whole.</summary>
    internal IEnumerable<MappedProjection> AllProjections => projections.Concat(frozen.SelectMany(each => Within(each.Path, each.Module))).Concat(HeadProjections);

    /// <summary>The projections that a layer's class has and the layer itself has not.</summary>
    internal IReadOnlyList<(string Path, Matrix Role)> Absent => absent;

    /// <summary>The parameters of the heads.</summary>
    internal IReadOnlyList<MappedParameter> HeadParameters => head;

    /// <summary>The paths of the modules that are heads.</summary>
    internal IEnumerable<string> HeadPaths => heads.Select(head => head.Path);

    /// <summary>The buffers of the heads that are saved with a model (a batch norm's running mean), as they are now: training may replace them.</summary>
    internal IEnumerable<(string Path, torch.Tensor Value)> HeadBuffers =>
        heads.SelectMany(head => head.Module.named_buffers(recurse: true, include_nonpersistent: false).Select(buffer => ($"{head.Path}.{buffer.name}", buffer.buffer)));

    /// <summary>All that the heads save: parameters, then buffers.</summary>
    internal IEnumerable<(string Path, torch.Tensor Value)> HeadState => head.Select(mapped => (mapped.Path, (torch.Tensor)mapped.Parameter)).Concat(HeadBuffers);

    /// <summary>The parameters that have no role.</summary>
    internal IReadOnlyList<MappedParameter> Others => others;

    /// <summary>All parameters: those of the projections, of the heads, and the others.</summary>
    internal IEnumerable<MappedParameter> Parameters => projections.SelectMany(projection => projection.Parameters).Concat(head).Concat(others);

    /// <summary>Reads a model's map.</summary>
    internal static ModuleMap Of(ITunableModule model)
    {
        var map = new ModuleMap();
        model.Describe(map);
        return map;
    }

    /// <summary>A layer of TorchSharp's own.</summary>
    /// <param name="name">The registered name.</param>
    /// <param name="layer">The layer, or null where the member is not used.</param>
    public void Layer(string name, torch.nn.Module? layer) => Frozen(name, layer);

    /// <summary>A projection with a role.</summary>
    /// <param name="name">The registered name.</param>
    /// <param name="projection">The projection, or null where the member is not used.</param>
    /// <param name="role">The one role.</param>
    /// <param name="slot">The place of its adapter.</param>
    public void Projection(string name, Linear? projection, Matrix role, ProjectionSlot slot)
    {
        if (projection is null)
        {
            absent.Add((prefix + name, role));
            return;
        }

        projections.Add(new MappedProjection(prefix + name, projection, role, slot));
    }

    /// <summary>A tunable module.</summary>
    /// <param name="name">The registered name.</param>
    /// <param name="module">The module, or null where the member is not used.</param>
    public void Module(string name, torch.nn.Module? module)
    {
        if (module is ITunableModule tunable)
        {
            Within(name, () => tunable.Describe(this));
        }
    }

    /// <summary>A list of tunable modules.</summary>
    /// <param name="name">The registered name.</param>
    /// <param name="list">The list, or null where the member is not used.</param>
    public void ModuleList(string name, torch.nn.Module? list)
    {
        if (list is not null)
        {
            Within(name, () =>
            {
                foreach (var (index, child) in list.named_children())
                {
                    Module(index, child);
                }
            });
        }
    }

    /// <summary>A module compiled without the generator, as it was declared.</summary>
    /// <typeparam name="TModel">Its class.</typeparam>
    /// <param name="name">The registered name.</param>
    /// <param name="module">The module, or null where the member is not used.</param>
    /// <param name="declared">What was declared of it.</param>
    public void Foreign<TModel>(string name, TModel? module, ForeignModel<TModel> declared)
        where TModel : torch.nn.Module
    {
        ArgumentNullException.ThrowIfNull(declared);
        if (module is not null)
        {
            Within(name, () => declared.Describe(module).Describe(this));
        }
    }

    /// <summary>A parameter of the module itself.</summary>
    /// <param name="name">The registered name.</param>
    /// <param name="parameter">The parameter, or null where the member is not used.</param>
    public void Parameter(string name, Parameter? parameter) => Add(others, name, parameter);

    /// <summary>A member whose declared type says nothing of what is in it.</summary>
    /// <param name="name">The registered name.</param>
    /// <param name="module">The module, or null where the member is not used.</param>
    public void Opaque(string name, torch.nn.Module? module) => Module(name, module);

    /// <summary>A head: everything in it is trained.</summary>
    /// <param name="name">The registered name.</param>
    /// <param name="module">The module, or null where the member is not used.</param>
    public void Head(string name, torch.nn.Module? module)
    {
        if (module is not null)
        {
            heads.Add((prefix + name, module));
            AddAll(head, name, module);
        }
    }

    /// <inheritdoc cref="Head(string, torch.nn.Module?)"/>
    /// <param name="name">The registered name.</param>
    /// <param name="parameter">The parameter, or null where the member is not used.</param>
    public void Head(string name, Parameter? parameter) => Add(head, name, parameter);

    /// <summary>A member that is frozen as a whole.</summary>
    /// <param name="name">The registered name.</param>
    /// <param name="module">The module, or null where the member is not used.</param>
    public void Frozen(string name, torch.nn.Module? module)
    {
        if (module is not null)
        {
            frozen.Add((prefix + name, module));
            AddAll(others, name, module);
        }
    }

    /// <inheritdoc cref="Frozen(string, torch.nn.Module?)"/>
    /// <param name="name">The registered name.</param>
    /// <param name="parameter">The parameter, or null where the member is not used.</param>
    public void Frozen(string name, Parameter? parameter) => Add(others, name, parameter);

    private void Within(string name, Action describe)
    {
        var outer = prefix;
        prefix = $"{outer}{name}.";
        describe();
        prefix = outer;
    }

    private void Add(List<MappedParameter> parameters, string name, Parameter? parameter)
    {
        if (parameter is not null)
        {
            parameters.Add(new MappedParameter(prefix + name, parameter, IsMatrix(parameter)));
        }
    }

    private void AddAll(List<MappedParameter> parameters, string name, torch.nn.Module module)
    {
        foreach (var (path, owner) in module.named_modules().Prepend((name: "", module)))
        {
            var owned = path.Length == 0 ? name : $"{name}.{path}";
            foreach (var (local, parameter) in owner.named_parameters(recurse: false))
            {
                parameters.Add(new MappedParameter($"{prefix}{owned}.{local}", parameter, IsMatrix(parameter)));
            }
        }
    }

    /// <summary>The projections of a module that no strategy reaches, as far as they can have an adapter.</summary>
    private static IEnumerable<MappedProjection> Within(string path, torch.nn.Module module) => module switch
    {
        ITunableModule tunable => Of(tunable).AllProjections.Select(projection => projection with { Path = $"{path}.{projection.Path}" }),
        Linear linear => HookedSlot.Find(linear) is { } slot ? [new MappedProjection(path, linear, slot.Role, slot)] : [],
        _ => module.named_children().SelectMany(child => Within($"{path}.{child.name}", child.module)),
    };

    private static bool IsMatrix(torch.Tensor parameter) => parameter.dim() >= 2;
}
