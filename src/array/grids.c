/* grids.c: the coordinates of grids: meshgrid and indices. */
#include "func/sheet.h"

#include <string.h>

/* How meshgrid(*xi, copy, sparse, indexing) lays out its axes. */
typedef struct Mesh {
    Tensors xi; /* each with one axis */
    bool copy, sparse, swapped;
    Shape shape;
} Mesh;

static bool mesh_read(Call *call, Mesh *mesh)
{
    const char *indexing = arg_text(call, 3);
    if (!indexing || (strcmp(indexing, "xy") && strcmp(indexing, "ij")))
        return fail(call->run, ValueError, "Valid values for `indexing` are 'xy' and 'ij'.");
    if (!arg_truth(call, 1, &mesh->copy) || !arg_truth(call, 2, &mesh->sparse) ||
        !tensors_from(call->run, call->arg[0].value, false, &mesh->xi))
        return false;
    if (mesh->xi.count > AXES_MAX) {
        fail_axes(call->run, mesh->xi.count);
        tensors_drop(&mesh->xi);
        return false;
    }
    mesh->shape.ndim = mesh->xi.count;
    mesh->swapped = indexing[0] == 'x' && mesh->xi.count > 1;
    for (int i = 0; i < mesh->xi.count; i++) {
        int axis = mesh->swapped && i < 2 ? 1 - i : i;
        mesh->shape.dim[axis] = tensor_size(mesh->xi.at[i]);
    }
    return true;
}

static bool infer_meshgrid(Call *call, Value *out)
{
    Mesh mesh;
    if (any_open(call))
        return give_unknown(out);
    if (!mesh_read(call, &mesh))
        return false;
    Value grids = value_tuple_new(mesh.xi.count);
    for (int i = 0; i < mesh.xi.count; i++) {
        int axis = mesh.swapped && i < 2 ? 1 - i : i;
        Shape shape;
        shape_set(&shape, mesh.shape.ndim, mesh.shape.dim);
        for (int k = 0; mesh.sparse && k < shape.ndim; k++)
            shape.dim[k] = k == axis ? shape.dim[k] : 1;
        grids.tuple->item[i] = value_array(tensor_typed(mesh.xi.at[i]->dtype, shape.ndim, shape.dim));
    }
    tensors_drop(&mesh.xi);
    *out = grids;
    return true;
}

static bool run_meshgrid(Call *call, Value *out)
{
    Mesh mesh;
    if (!mesh_read(call, &mesh))
        return false;
    int n = mesh.xi.count;
    Value grids = value_tuple_new(n);
    bool fine = true;
    for (int i = 0; i < n && fine; i++) {
        int axis = mesh.swapped && i < 2 ? 1 - i : i;
        int64_t dim[AXES_MAX];
        for (int k = 0; k < n; k++)
            dim[k] = k == axis ? mesh.shape.dim[k] : 1;
        Tensor *line = tensor_reshape(call->run, mesh.xi.at[i], n, dim, 'C');
        if (line && !mesh.sparse) {
            Tensor *grid = tensor_broadcast(line, n, mesh.shape.dim);
            tensor_drop(line);
            line = grid;
        }
        if (line && mesh.copy) {
            Tensor *copy = tensor_copy(call->run, line, 'C');
            tensor_drop(line);
            line = copy;
        }
        fine = line;
        if (line)
            grids.tuple->item[i] = value_array(line);
    }
    tensors_drop(&mesh.xi);
    if (fine)
        return value_instead(out, grids);
    value_drop(grids);
    return false;
}

typedef struct Grid {
    Shape shape;
    DType dtype;
    bool sparse;
} Grid;

static bool grid_read(Call *call, Grid *grid)
{
    Ints sizes;
    Value v = call->arg[0].value;
    if (value_is_number(v) || value_is_scalar(v) || v.tag == V_NONE)
        return fail(call->run, TypeError, "'%s' object is not iterable", value_type_name(v));
    if (!sizes_of(call->run, v, &sizes) || !arg_dtype(call, 1, &grid->dtype) ||
        !arg_truth(call, 2, &grid->sparse))
        return false;
    if (grid->dtype == NO_DTYPE)
        grid->dtype = INT64;
    for (int i = 0; grid->sparse && i < sizes.count; i++) /* lines are ranges, empty below 0 */
        sizes.at[i] = sizes.at[i] < 0 ? 0 : sizes.at[i];
    int64_t dim[AXES_MAX + 1] = { grid->sparse ? 1 : sizes.count };
    if (sizes.count < AXES_MAX)
        memcpy(dim + 1, sizes.at, (size_t)sizes.count * sizeof *dim);
    if (!check_asked(call->run, grid->dtype, sizes.count + 1, dim))
        return false;
    for (int i = 0; i < sizes.count; i++)
        if (!check_bools_counted(call->run, grid->dtype, sizes.at[i]))
            return false;
    shape_set(&grid->shape, sizes.count, sizes.at);
    return true;
}

static bool infer_indices(Call *call, Value *out)
{
    Grid grid;
    if (any_open(call))
        return give_unknown(out);
    if (!grid_read(call, &grid))
        return false;
    int n = grid.shape.ndim;
    if (!grid.sparse) {
        int64_t dim[AXES_MAX + 1] = { n };
        memcpy(dim + 1, grid.shape.dim, (size_t)n * sizeof *dim);
        return infer_as(out, grid.dtype, n + 1, dim);
    }
    *out = value_tuple_new(n);
    for (int i = 0; i < n; i++) {
        int64_t dim[AXES_MAX];
        for (int k = 0; k < n; k++)
            dim[k] = k == i ? grid.shape.dim[k] : 1;
        out->tuple->item[i] = value_array(tensor_typed(grid.dtype, n, dim));
    }
    return true;
}

/* 0, 1, 2 … along one axis, the same along the others. */
static Tensor *coordinates(Run *run, DType dtype, int ndim, int64_t size, int axis)
{
    enum { PIECE = 1 << 20 };
    int64_t dim[AXES_MAX], i = 0;
    for (int k = 0; k < ndim; k++)
        dim[k] = k == axis ? size : 1;
    Tensor *counted = tensor_new(run, INT64, ndim, dim), *made = NULL;
    while (counted && i < size && run_goes_on(run))
        for (int64_t end = size - i < PIECE ? size : i + PIECE; i < end; i++)
            ((int64_t *)counted->data)[i] = i;
    if (counted && i == size)
        made = tensor_cast(run, counted, dtype);
    tensor_drop(counted);
    return made;
}

static bool run_indices(Call *call, Value *out)
{
    Grid grid;
    if (!grid_read(call, &grid))
        return false;
    int n = grid.shape.ndim;
    Value lines = value_tuple_new(n);
    bool fine = true;
    for (int i = 0; i < n && fine; i++) {
        Tensor *line = coordinates(call->run, grid.dtype, n, grid.shape.dim[i], i);
        fine = line;
        if (!line)
            break;
        lines.tuple->item[i] = value_array(line);
        if (!grid.sparse) {
            Tensor *part = view_item(out->tensor, 0, i);
            fine = tensor_assign(call->run, part, line);
            tensor_drop(part);
        }
    }
    if (fine && grid.sparse)
        return value_instead(out, lines);
    value_drop(lines);
    return fine;
}

const Func grid_funcs[] = {
    { .name = "meshgrid",
      .of = "np",
      .params = "*xi: arrays, copy: any = True, sparse: any = False, indexing: str = 'xy'",
      .brief = "the coordinates of a grid, an array for each axis",
      .example = ">>> np.meshgrid([1, 2], [3, 4])\n"
                 "(array([[1, 2],\n"
                 "       [1, 2]]), array([[3, 3],\n"
                 "       [4, 4]]))\n",
      .style = PYTHON,
      .infer = infer_meshgrid,
      .run = run_meshgrid,
      .gives = AS_ARRAY },
    { .name = "indices",
      .of = "np",
      .params = "dimensions: any+, dtype: dtype = None, sparse: any = False",
      .brief = "the indices of a grid, an array for each axis",
      .example =
          ">>> np.indices((2, 2))\narray([[[0, 0],\n        [1, 1]],\n\n       [[0, 1],\n        [0, 1]]])\n",
      .style = PYTHON,
      .infer = infer_indices,
      .run = run_indices,
      .gives = AS_ARRAY },
    { 0 },
};
